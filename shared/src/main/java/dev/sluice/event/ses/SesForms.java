package dev.sluice.event.ses;

import dev.sluice.event.json.Form;

/** What occurs in several of SES's objects. */
final class SesForms {

    /** A verdict of a receipt rule. */
    static final Form VERDICT = Form.object().read("status").keepOthers();

    private static final Form.Shape RECIPIENT = Form.object()
            .read("emailAddress", "action", "status", "diagnosticCode")
            .keepOthers();

    static final Form RECIPIENTS = Form.listOf(RECIPIENT);

    /** What SES says of each recipient of a bounce or a delay. */
    static final Facts OF_RECIPIENT = new Facts(
            RECIPIENT,
            new Fact("emailAddress", "email", Kind.TEXT),
            new Fact("action", "action", Kind.TEXT),
            new Fact("status", "status", Kind.TEXT),
            new Fact("diagnosticCode", "diagnostic_code", Kind.TEXT));

    private SesForms() {}
}
