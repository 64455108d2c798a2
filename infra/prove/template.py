"""Facts of template.yaml as SAM translates it: one a line, NAME, EXPECTED, MEASURED, with 0x1f between them."""

import json
import re
from pathlib import Path

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = {  # and by which name docs/contract.md means them
    "IngestFunction": "ingest",
    "IngestQueueFunction": "ingest",
    "IngestBusFunction": "ingest",
    "DispatcherFunction": "dispatcher",
    "SchedulerFunction": "scheduler",
    "ApiFunction": "api",
}
NOT_IN_LAMBDA = {"SLUICE_SEALING_KEY_FILE", "SLUICE_SNS_STAND_IN"}  # a file that ./sluice local keeps, and its own SNS


class NoManagedPolicies:
    def load(self):
        return {}


def translated(template):
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://bucket/function.zip"  # as `sam deploy` would have put it there
    return transform(template, {}, NoManagedPolicies())["Resources"]


def fact(name, expected, measured):
    print("\x1f".join((name, shown(expected), shown(measured))))


def shown(value):
    return ", ".join(sorted(map(str, value))) if isinstance(value, (set, list)) else str(value)


def target(value):
    """The logical id that a Ref or GetAtt points to."""
    if isinstance(value, dict):
        return value["Ref"] if "Ref" in value else value["Fn::GetAtt"][0]
    return value


def source(arn):
    """What a policy's condition lets write: a resource, or a pattern."""
    if "Fn::If" in arn:
        return target(arn["Fn::If"][1])
    return arn.get("Fn::Sub") or target(arn)


def as_list(value):
    return value if isinstance(value, list) else [value]


def statements(policy):
    """Those that depend on a condition too."""
    return [s["Fn::If"][1] if "Fn::If" in s else s for s in as_list(policy["PolicyDocument"]["Statement"])]


template = yaml_parse((ROOT / "template.yaml").read_text())
parameters = template["Parameters"]
resources = translated(template)


def of_type(kind):
    return {name: resource.get("Properties", {}) for name, resource in resources.items() if resource["Type"] == kind}


roles = of_type("AWS::IAM::Role")
queues = of_type("AWS::SQS::Queue")
functions = of_type("AWS::Lambda::Function")

# What the functions may do.
allowed = [
    (role, action, resource)
    for role, properties in roles.items()
    for policy in properties.get("Policies", [])
    for statement in statements(policy)
    if statement["Effect"] == "Allow"
    for action in as_list(statement["Action"])
    for resource in as_list(statement["Resource"])
]
fact("permissions that were found", True, len(allowed) > 20)
fact("permissions without bounds", set(), {f"{role} {a} on {on}" for role, a, on in allowed if on == "*" or "*" in a})
of_kms = {
    f"{role} {action} on {target(resource)}, as {json.dumps(statement.get('Condition'), sort_keys=True)}"
    for role, properties in roles.items()
    for policy in properties.get("Policies", [])
    for statement in statements(policy)
    for action in as_list(statement["Action"])
    for resource in as_list(statement["Resource"])
    if action.startswith("kms:")
}
data_keys = json.dumps(
    {
        "StringEquals": {"kms:EncryptionContext:sluice": "sealing"},
        "StringLike": {"kms:EncryptionContext:data_key": "dk_*"},
    },
    sort_keys=True,
)
fact(
    "what may be asked of KMS, and for what alone",
    {
        f"{asked}, as {data_keys}"
        for asked in (
            "DispatcherRole kms:Decrypt on SealingKmsKey",
            "DispatcherRole kms:Decrypt on SealingOldKmsKeys",
            "ApiRole kms:GenerateDataKey on SealingKmsKey",
            "ApiRole kms:Decrypt on SealingKmsKey",
            "ApiRole kms:Decrypt on SealingOldKmsKeys",
        )
    },
    of_kms,
)
conditions_of_kms = {
    f"{name}: {s['Fn::If'][0]}, {as_list(s['Fn::If'][1]['Resource'])[0]['Ref']}, else {s['Fn::If'][2]['Ref']}"
    for name, properties in roles.items()
    for policy in properties.get("Policies", [])
    for s in as_list(policy["PolicyDocument"]["Statement"])
    if "Fn::If" in s
}
fact(
    "which of it is there with which parameter",
    {f"{role}: Has{key}, {key}, else AWS::NoValue" for role in ("ApiRole", "DispatcherRole") for key in ("SealingKmsKey", "SealingOldKmsKeys")},
    conditions_of_kms,
)
fact(
    "who writes many rows at once, and puts them together",
    {"DispatcherRole", "SchedulerRole", "ApiRole"},
    {role for role, action, _ in allowed if action == "dynamodb:PartiQLInsert"},
)
leave_data_keys = {
    role
    for role, properties in roles.items()
    for policy in properties.get("Policies", [])
    for s in statements(policy)
    if s["Effect"] == "Deny"
    and set(s["Action"]) == {"dynamodb:PutItem", "dynamodb:PartiQLInsert", "dynamodb:UpdateItem", "dynamodb:DeleteItem"}
    and s["Condition"] == {"ForAnyValue:StringEquals": {"dynamodb:LeadingKeys": "SEALING"}}
}
fact(
    "who writes rows and may not write wrapped data keys: all but the api",
    {role for role, action, _ in allowed if action == "dynamodb:PutItem"} - {"ApiRole"},
    leave_data_keys,
)
(rule,) = template["Rules"]["SomethingSeals"]["Assertions"]
fact(
    "what one of must be given",
    "SealingKeys, SealingKmsKey",
    ", ".join(sorted(re.findall(r"'Ref': '(\w+)'", str(rule["Assert"])))),
)
fact("roles with managed policies", set(), {name for name, p in roles.items() if p.get("ManagedPolicyArns")})
own_roles = {f"{name} {name.replace('Function', 'Role')}" for name in functions}
fact("roles of the functions", own_roles, {f"{name} {target(p['Role'])}" for name, p in functions.items()})

# What they read, against the table of docs/contract.md.
contract = {}
for line in (ROOT / "docs/contract.md").read_text().split("## Configuration")[1].splitlines():
    cells = [cell.strip() for cell in line.split("|")[1:-1]]
    if len(cells) == 4 and cells[0].startswith("`"):
        for variable in re.findall(r"`([A-Z_]+)`", cells[0]):
            readers = set(FUNCTIONS.values()) if cells[1] == "all" else set(re.split(r",\s*", cells[1]))
            contract[variable] = (readers, cells[2].strip("`"))
fact("functions", set(FUNCTIONS), set(functions))
for logical, name in FUNCTIONS.items():
    expected = {variable for variable, (readers, _) in contract.items() if name in readers} - NOT_IN_LAMBDA
    fact(f"variables of {logical}", expected, set(functions[logical]["Environment"]["Variables"]))
for logical in FUNCTIONS:
    for variable, value in functions[logical]["Environment"]["Variables"].items():
        default = parameters.get(value.get("Ref"), {}).get("Default") if isinstance(value, dict) else value
        if default and variable in contract:
            fact(f"default of {variable} in {logical}", contract[variable][1], default)

# Where messages go that nobody could handle.
redrives = {
    name: target(p["RedrivePolicy"]["deadLetterTargetArn"]) for name, p in queues.items() if "RedrivePolicy" in p
}
fact(
    "redrives",
    {
        "DispatchQueue > PoisonQueue",
        "SlowQueue > PoisonQueue",
        "EmailQueue > PoisonQueue",
        "PoisonQueue > DeadLetterQueue",
        "SourceQueue > IngestFailureQueue",
    },
    {f"{source} > {dead}" for source, dead in redrives.items()},
)
for name, properties in queues.items():
    if "RedriveAllowPolicy" in properties:
        sources = {queues[a]["QueueName"]["Fn::Sub"] for a, b in redrives.items() if b == name}
        named = {arn["Fn::Sub"] for arn in properties["RedriveAllowPolicy"]["sourceQueueArns"]}
        here = "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:"
        fact(f"queues whose dead letters {name} takes", {here + source for source in sources}, named)
subscription = of_type("AWS::SNS::Subscription")["IngestFunctionSesEvents"]
fact("where SNS leaves what it cannot hand over", "IngestFailureQueue", target(subscription["RedrivePolicy"]["deadLetterTargetArn"]))
fact("receives before SourceQueue gives up", 5, queues["SourceQueue"]["RedrivePolicy"]["maxReceiveCount"])
for logical in ("IngestFunction", "IngestBusFunction"):
    invocation = of_type("AWS::Lambda::EventInvokeConfig")[f"{logical}EventInvokeConfig"]
    left = target(invocation["DestinationConfig"]["OnFailure"]["Destination"])
    fact(f"where Lambda leaves what {logical} failed on", "IngestFailureQueue", left)
rules = of_type("AWS::Events::Rule")
invoked = {
    f"{name}: {target(t['Arn'])}, else {target(t['DeadLetterConfig']['Arn'])}" for name, p in rules.items() for t in p["Targets"]
}
fact(
    "what the rules invoke, and where they leave what they cannot hand over",
    {f"{name}: IngestBusFunction, else IngestFailureQueue" for name in ("SesBusRule", "StripeBusRule")},
    invoked,
)
pattern = rules["SesBusRule"]["EventPattern"]
fact("what the rule of the default bus looks at", {"source", "detail-type"}, set(pattern))
fact("whose events of the default bus are ingested", ["aws.ses"], pattern["source"])
(detail_type,) = pattern["detail-type"]
SES_EVENTS = """Email Sent, Email Delivered, Email Bounced, Email Complaint Received, Email Rejected, Email Opened, Email Clicked,
Email Rendering Failed, Email Delivery Delayed, Email Subscribed, Advisor Recommendation Status Open,
Advisor Recommendation Status Resolved, Sending Status Enabled, Sending Status Disabled"""  # those that AWS's documentation lists
ses_events = set(re.split(r",\s+", SES_EVENTS))
fact(
    "which of SES's events are ingested from the default bus",
    {name for name in ses_events if name.startswith("Email ")},
    {name for name in ses_events if name.startswith(detail_type["prefix"])},
)
fact("Stripe's bus", "StripeEventBus", target(rules["StripeBusRule"]["EventBusName"]))
by_rule = {target(p["SourceArn"]) for p in of_type("AWS::Lambda::Permission").values() if p["Principal"] == "events.amazonaws.com"}
fact("rules that may invoke", set(rules), by_rule)
conditional = {name for name, resource in resources.items() if resource.get("Condition") == "HasStripeEventBus"}
fact("what is there with Stripe's bus only", {"StripeBusRule", "StripeBusPermission"}, conditional)

# The queues' own policies.
tls_only, from_services = set(), set()
for policy in of_type("AWS::SQS::QueuePolicy").values():
    for statement in statements(policy):
        condition = statement.get("Condition", {})
        if statement["Effect"] == "Deny" and condition.get("Bool", {}).get("aws:SecureTransport") == "false":
            tls_only |= {target(statement["Resource"])} & {target(queue) for queue in policy["Queues"]}
        if statement["Effect"] == "Allow":
            (arns,) = condition.values()
            for arn in as_list(arns["aws:SourceArn"]):
                from_services.add(f"{source(arn)} > {target(statement['Resource'])}")
fact("queues that refuse plain HTTP", set(queues), tls_only)
here = "${AWS::AccountId}"
fact(
    "what other services may write to queues",
    {
        "SesEventsTopic > IngestFailureQueue",
        "SesBusRule > IngestFailureQueue",
        "StripeBusRule > IngestFailureQueue",
        f"arn:${{AWS::Partition}}:sns:*:{here}:* > SourceQueue",
        f"arn:${{AWS::Partition}}:events:*:{here}:rule/* > SourceQueue",
    },
    from_services,
)
fact("encrypted queues", set(queues), {name for name, p in queues.items() if p.get("SqsManagedSseEnabled")})

# Time.
for queue, function in {
    "DispatchQueue": "DispatcherFunction",
    "SlowQueue": "DispatcherFunction",
    "EmailQueue": "SchedulerFunction",
    "SourceQueue": "IngestQueueFunction",
}.items():
    timeout = functions[function]["Timeout"]
    fact(f"visibility of {queue} is six timeouts of {function}", 6 * timeout, queues[queue]["VisibilityTimeout"])
mappings = of_type("AWS::Lambda::EventSourceMapping")
for mapping, queue in {
    "DispatcherFunctionDispatch": "DispatchQueue",
    "DispatcherFunctionSlow": "SlowQueue",
    "IngestQueueFunctionSource": "SourceQueue",
}.items():
    fact(f"queue of {mapping}", queue, target(mappings[mapping]["EventSourceArn"]))
    fact(f"what {mapping} reports", ["ReportBatchItemFailures"], mappings[mapping]["FunctionResponseTypes"])
tick = of_type("AWS::Scheduler::Schedule")["SchedulerFunctionTick"]
fact("tick", "rate(1 minute)", tick["ScheduleExpression"])
fact("tick's detail is an object", "dict", type(json.loads(tick["Target"]["Input"]["Fn::Sub"])["detail"]).__name__)

# Alarms: metric, queue or function, threshold.
alarms = {
    f"{p['MetricName']} of {target(p['Dimensions'][0]['Value'])} {p['ComparisonOperator']} {p['Threshold']}"
    for p in of_type("AWS::CloudWatch::Alarm").values()
}
fact(
    "alarms",
    {
        "ApproximateNumberOfMessagesVisible of DeadLetterQueue GreaterThanThreshold 0",
        "ApproximateNumberOfMessagesVisible of PoisonQueue GreaterThanThreshold 0",
        "ApproximateNumberOfMessagesVisible of IngestFailureQueue GreaterThanThreshold 0",
        "ApproximateNumberOfMessagesNotVisible of DispatchQueue GreaterThanThreshold 60000",
        "ApproximateNumberOfMessagesNotVisible of SlowQueue GreaterThanThreshold 60000",
        "Invocations of SchedulerFunction LessThanThreshold 1",
    },
    alarms,
)
watched = {
    target(p["Parameters"]["FunctionName"])
    for p in of_type("AWS::CloudFormation::Stack").values()
    if p["TemplateURL"] == "infra/alarms/function.yaml"
}
fact("functions whose errors and throttles alarm", set(functions), watched)
own = yaml_parse((ROOT / "infra" / "alarms" / "deliveries.yaml").read_text())["Resources"]
fact(
    "alarms of Sluice's own metrics",
    {
        "Sluice/LedgerGap of Scheduler GreaterThanThreshold 0",
        "Sluice/OldestPending of Scheduler GreaterThanThreshold 1800",
        "Sluice/DeadUnresolved of Scheduler GreaterThanThreshold 0",
        "Sluice/DispatchFailures of Dispatcher GreaterThanThreshold 0",
    },
    {
        f"{p['Namespace']}/{p['MetricName']} of {target(p['Dimensions'][0]['Value'])} {p['ComparisonOperator']} {p['Threshold']}"
        for p in (resource["Properties"] for resource in own.values())
    },
)

dead = own["DeadUnresolved"]["Properties"]
fact(
    "when deliveries that are dead alarm, and without word of them",
    "Minimum of 300 s, 3 times, else ignore",
    f"{dead['Statistic']} of {dead['Period']} s, {dead['EvaluationPeriods']} times, else {dead['TreatMissingData']}",
)
watched_topics = {name for name, resource in own.items() if "AlarmActions" in resource["Properties"]}
fact("alarms of Sluice's own metrics that go to the alarm topic", set(own), watched_topics)
dashboard = (ROOT / "infra" / "dashboards" / "dashboard.yaml").read_text()
on_it = set(re.findall(r'\["Sluice", "(\w+)"', dashboard))
fact("metrics that alarm and are on the dashboard", {p["Properties"]["MetricName"] for p in own.values()}, on_it & {p["Properties"]["MetricName"] for p in own.values()})

# What counts rejected input, by reason.
counted = {
    f"{target(p['LogGroupName'])} {p['FilterPattern']} {t['MetricNamespace']}/{t['MetricName']} {t['MetricValue']} "
    + " ".join(f"{d['Key']}={d['Value']}" for d in t["Dimensions"])
    for p in of_type("AWS::Logs::MetricFilter").values()
    for t in p["MetricTransformations"]
}
takers = [name for name in functions if name.startswith("Ingest") or name == "ApiFunction"]
fact(
    "log groups whose rejections are counted",
    {
        f"{target(functions[name]['LoggingConfig']['LogGroup'])} "
        + '{ $.event = "rejected" } Sluice/Rejected 1 Reason=$.reason'
        for name in takers
    },
    counted,
)

# The table.
def keys(schema):
    return ", ".join(f"{key['AttributeName']} {key['KeyType']}" for key in schema["KeySchema"])


table = of_type("AWS::DynamoDB::Table")["Table"]
(index,) = table["GlobalSecondaryIndexes"]
fact("keys of the table", "pk HASH, sk RANGE", keys(table))
fact("keys of its index wake", "wp HASH, wt RANGE", keys(index))
fact("what the index holds", "wake KEYS_ONLY", f"{index['IndexName']} {index['Projection']['ProjectionType']}")
fact("time to live", "ttl", table["TimeToLiveSpecification"]["AttributeName"])
