package dev.sluice.event;

import dev.sluice.event.Quarantine.RejectedInput;
import java.util.List;
import java.util.Objects;

class InMemoryQuarantineTest extends QuarantineContract {

    private final InMemoryQuarantine quarantine = new InMemoryQuarantine();

    @Override
    protected Quarantine quarantine() {
        return quarantine;
    }

    @Override
    protected List<RejectedInput> kept(AppId whose) {
        return quarantine.kept().stream()
                .filter(input -> Objects.equals(input.app(), whose))
                .toList();
    }
}
