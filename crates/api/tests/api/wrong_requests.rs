//! Wrong requests, each with the message it gets.
#![expect(clippy::too_many_lines, reason = "tables, whose lines follow one another")]

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::served::{Ask, Served};

/// What a table of wrong requests is asked of: two objects that are there.
struct Desk {
    pool: Served,
    queue: String,
    group: String,
}

impl Desk {
    async fn new() -> Self {
        let pool = Served::primary();
        let (queue, _) = pool.made("queues", json!({ "Name": "Queue" })).await;
        let (group, _) = pool.made("agent-groups", json!({ "Name": "Agents" })).await;
        Self { pool, queue, group }
    }

    /// Asks each and writes the answers down, the GUIDs by their names.
    async fn answers(&self, asks: Vec<(&str, Ask<'_>)>) -> String {
        let mut answers = String::new();
        for (what, ask) in asks {
            let answer = ask.send().await.problem();
            let answer = answer.replace(&self.queue, "QUEUE").replace(&self.group, "GROUP");
            writeln!(answers, "{what}\n    {answer}").unwrap();
        }
        answers
    }

    /// A change of the queue, whatever version is there.
    fn change(&self, body: Value) -> Ask<'_> {
        self.pool.put(&format!("/api/v1/queues/{}?force=true", self.queue), body)
    }

    /// Something new in a collection.
    fn make(&self, collection: &str, body: Value) -> Ask<'_> {
        self.pool.post(&format!("/api/v1/{collection}"), body)
    }

    /// A workflow with one property more or another.
    fn workflow(&self, property: &str, value: Value) -> Ask<'_> {
        let mut body = json!({ "Name": "Workflow", "PrimaryUri": "sip:help@contoso.com" });
        body[property] = value;
        self.make("workflows", body)
    }
}

#[tokio::test]
async fn addresses_parameters_and_headers_that_are_wrong() {
    let desk = Desk::new().await;
    let (pool, queue) = (&desk.pool, format!("/api/v1/queues/{}", desk.queue));
    let asks = vec![
        ("unknown address", pool.get("/api/v1/queue")),
        ("address below an object", pool.get(&format!("{queue}/agents"))),
        ("root", pool.get("/")),
        ("method on a collection", pool.delete("/api/v1/queues")),
        ("method on an object", pool.post(&queue, json!({}))),
        ("unknown method", pool.with_method("PATCH", &queue)),
        ("no token", pool.get(&queue).without_token()),
        ("unknown token", pool.get(&queue).token("0123")),
        ("another scheme", pool.get(&queue).without_token().header("authorization", "Basic a2lt")),
        ("a scheme alone", pool.get(&queue).without_token().header("authorization", "Bearer")),
        ("no role at all", pool.get("/api/v1/queues").token("Nobody")),
        (
            "role that only reads",
            desk.make("queues", json!({ "Name": "New" })).token("CsViewOnlyAdministrator"),
        ),
        ("GUID that is none", pool.get("/api/v1/queues/12")),
        ("path that is not UTF-8", pool.get("/api/v1/queues/%FF")),
        ("object that is not there", pool.get("/api/v1/queues/00000000-0000-0000-0000-000000000001")),
        ("object of another type", pool.get(&format!("/api/v1/queues/{}", desk.group))),
        ("unknown parameter", pool.get("/api/v1/queues?limits=5")),
        ("parameter in another case", pool.get("/api/v1/queues?showall=true")),
        ("far-off parameter", pool.get("/api/v1/queues?colour=red")),
        ("parameter where there is none", pool.get(&format!("{queue}?force=true"))),
        ("parameter given twice", pool.get("/api/v1/queues?limit=5&limit=6")),
        ("limit of nothing", pool.get("/api/v1/queues?limit=0")),
        ("limit without end", pool.get("/api/v1/queues?limit=100000")),
        ("limit in words", pool.get("/api/v1/queues?limit=many")),
        ("cursor of one's own", pool.get("/api/v1/queues?cursor=Queue")),
        ("owner that is no pool", pool.get("/api/v1/queues?owner=-")),
        (
            "owner that is an object",
            pool.get(&format!("/api/v1/queues?owner=primary.contoso.com/{}", desk.queue)),
        ),
        ("flag that is neither", pool.delete(&format!("{queue}?force=yes"))),
        ("log after a word", pool.get("/api/v1/log?after=yesterday")),
        ("set without a version", pool.put(&queue, json!({ "Name": "Queue" }))),
        (
            "set with a version that is none",
            pool.put(&queue, json!({ "Name": "Queue" })).header("if-match", "5"),
        ),
        (
            "set with a weak version",
            pool.put(&queue, json!({ "Name": "Queue" })).header("if-match", "W/\"5\""),
        ),
        (
            "moment without an offset",
            pool.get(&format!("/api/v1/workflows/{}/calendar?at=2026-03-02", desk.queue)),
        ),
        ("calendar of a queue", pool.get(&format!("/api/v1/workflows/{}/calendar", desk.queue))),
        ("agents of a queue", pool.get(&format!("/api/v1/agent-groups/{}/agents", desk.queue))),
    ];
    insta::assert_snapshot!(desk.answers(asks).await, @r#"
    unknown address
        404 no-route: there is nothing at /api/v1/queue; the addresses are listed in docs/openapi.json
    address below an object
        404 no-route: there is nothing at /api/v1/queues/QUEUE/agents; the addresses are listed in docs/openapi.json
    root
        404 no-route: there is nothing at /; the addresses are listed in docs/openapi.json
    method on a collection
        405 method: /api/v1/queues does not take DELETE; the header Allow says what it takes
    method on an object
        405 method: /api/v1/queues/QUEUE does not take POST; the header Allow says what it takes
    unknown method
        405 method: /api/v1/queues/QUEUE does not take PATCH; the header Allow says what it takes
    no token
        401 token: the request has no token; send the header Authorization: Bearer TOKEN, with a token from the command "switchback token"
    unknown token
        401 token: the token is not known to this pool; it may have been revoked
    another scheme
        401 token: the header Authorization must read Bearer TOKEN
    a scheme alone
        401 token: the header Authorization must read Bearer TOKEN
    no role at all
        403 forbidden: sip:nobody@contoso.com may not list objects of type Queue; it needs the role CsAgent
    role that only reads
        403 forbidden: sip:csviewonlyadministrator@contoso.com may not make the queue "New"; it needs the role CsResponseGroupManager
    GUID that is none
        400 parameter: "12" is not a GUID; write 32 hexadecimal digits in groups, such as 1a2b3c4d-0000-4000-8000-000000000000
    path that is not UTF-8
        400 parameter: the path is not written in UTF-8
    object that is not there
        404 not-found: this pool holds no object 00000000-0000-0000-0000-000000000001; list the objects with their identities first
    object of another type
        404 not-found: object GROUP is an agent group, not a queue
    unknown parameter
        400 parameter: there is no parameter "limits" here; did you mean "limit"?
    parameter in another case
        400 parameter: there is no parameter "showall" here; did you mean "showAll"?
    far-off parameter
        400 parameter: there is no parameter "colour" here; the parameters are name, owner, showAll, limit, cursor
    parameter where there is none
        400 parameter: there is no parameter "force" here, nor any other
    parameter given twice
        400 parameter: the parameter limit is given twice
    limit of nothing
        400 parameter: the parameter limit: "0" is not a number from 1 to 1000
    limit without end
        400 parameter: the parameter limit: "100000" is not a number from 1 to 1000
    limit in words
        400 parameter: the parameter limit: "many" is not a number from 1 to 1000
    cursor of one's own
        400 parameter: the parameter cursor: the cursor is none of this server's; use the value of Next as it was given, or begin without one
    owner that is no pool
        400 parameter: the parameter owner: "-" is not an identity; write service:ApplicationServer:pool.example.com, with /GUID behind it for one object
    owner that is an object
        400 parameter: the parameter owner: "primary.contoso.com/QUEUE" names an object; name the pool alone
    flag that is neither
        400 parameter: the parameter force: "yes" is neither true nor false
    log after a word
        400 parameter: the parameter after: "yesterday" is not a whole number
    set without a version
        428 if-match-required: send If-Match with the ETag of the version that was read, so that nobody's change is lost; with force=true whatever is there is overwritten
    set with a version that is none
        400 precondition: If-Match must be one ETag of this server, in quotation marks, but is 5
    set with a weak version
        400 precondition: If-Match must be one ETag of this server, in quotation marks, but is W/"5"
    moment without an offset
        400 parameter: the parameter at: "2026-03-02" is not a moment; write it with its offset, such as 2026-12-24T17:00:00Z
    calendar of a queue
        404 not-found: object QUEUE is a queue, not a workflow
    agents of a queue
        404 not-found: object QUEUE is a queue, not an agent group
    "#);
}

#[tokio::test]
async fn bodies_and_properties_that_are_wrong() {
    let desk = Desk::new().await;
    let raw = |body: &'static str| {
        desk.pool.send_bytes("/api/v1/queues", body).header("content-type", "application/json")
    };
    let identity = |pool: &str, id: &str| json!({ "Name": "Queue", "Identity": format!("service:ApplicationServer:{pool}/{id}") });
    let ivr = json!({ "Action": "TransferToQuestion", "Question": { "Prompt": {}, "AnswerList": [
        { "DtmfResponse": "1", "Action": { "Action": "Terminate", "Promt": {} } }] } });
    let asks = vec![
        ("no type of content", desk.pool.send_bytes("/api/v1/queues", "{}")),
        ("another type of content", desk.pool.send_bytes("/api/v1/queues", "<a/>").header("content-type", "text/xml")),
        ("empty body", raw("")),
        ("half a body", raw("{\"Name\": ")),
        ("something behind the body", raw("{} {}")),
        ("a list", raw("[]")),
        ("a property twice", raw("{\"Name\": \"A\", \"Name\": \"B\"}")),
        ("nothing", desk.make("queues", json!({}))),
        ("unknown property", desk.make("queues", json!({ "Nmae": "Q" }))),
        ("property in another case", desk.make("queues", json!({ "name": "Q" }))),
        ("far-off property", desk.make("queues", json!({ "Name": "Q", "Colour": "red" }))),
        ("bookkeeping misspelt", desk.make("queues", json!({ "Name": "Q", "OwnerPol": "x" }))),
        ("property of another type", desk.workflow("Active", "yes".into())),
        ("number for a text", desk.workflow("Name", 5.into())),
        ("text for a list", desk.make("agent-groups", json!({ "Name": "G", "AgentsByUri": "sip:kim@contoso.com" }))),
        ("list for an object", desk.workflow("DefaultAction", json!(["Terminate"]))),
        ("number out of range", desk.make("agent-groups", json!({ "Name": "G", "AgentAlertTime": 5 }))),
        ("part of a number", desk.make("queues", json!({ "Name": "Q", "TimeoutThreshold": 10.5 }))),
        ("unknown word", desk.make("agent-groups", json!({ "Name": "G", "RoutingMethod": "Random" }))),
        ("no SIP address", desk.make("agent-groups", json!({ "Name": "G", "AgentsByUri": ["sip:a@contoso.com", "kim"] }))),
        ("empty name", desk.make("queues", json!({ "Name": " " }))),
        ("reserved name", desk.workflow("Name", "Announcement Service".into())),
        ("unknown time zone", desk.workflow("TimeZone", "Mars".into())),
        ("unknown language", desk.workflow("Language", "tlh".into())),
        ("line that is none", desk.workflow("LineUri", "+1425".into())),
        ("action without its target", desk.workflow("DefaultAction", json!({ "Action": "TransferToQueue" }))),
        ("deep unknown property", desk.workflow("DefaultAction", ivr)),
        ("reference that is none", desk.make("queues", json!({ "Name": "Q", "AgentGroupIDList": ["Agents"] }))),
        ("range that ends first", desk.make("hours-of-business",
            json!({ "Name": "H", "MondayHours1": { "OpenTime": "17:00", "CloseTime": "8:00" } }))),
        ("holiday without an end", desk.make("holiday-sets",
            json!({ "Name": "H", "HolidayList": [{ "StartDate": "2026-12-25" }] }))),
        ("new object of another pool", desk.make("queues", json!({ "Name": "Q", "Identity": "backup.contoso.com" }))),
        ("new object for another owner", desk.make("queues", json!({ "Name": "Q", "OwnerPool": "backup.contoso.com" }))),
        ("new object with a past", desk.make("queues",
            json!({ "Name": "Q", "Changed": { "At": "2026-03-02T08:00:00Z", "By": "sip:kim@contoso.com" } }))),
        ("identity of another object", desk.change(identity("primary.contoso.com", &desk.group))),
        ("identity in another pool", desk.change(identity("backup.contoso.com", &desk.queue))),
        ("identity that is none", desk.change(json!({ "Name": "Queue", "Identity": 5 }))),
        ("another owner", desk.change(json!({ "Name": "Queue", "OwnerPool": "backup.contoso.com" }))),
        ("change that is none", desk.change(json!({ "Name": "Queue", "Changed": { "At": "now" } }))),
    ];
    insta::assert_snapshot!(desk.answers(asks).await, @r#"
    no type of content
        415 content-type: the header Content-Type must be application/json, but says nothing
    another type of content
        415 content-type: the header Content-Type must be application/json, but says "text/xml"
    empty body
        400 syntax: the body is no JSON: EOF while parsing a value at line 1 column 0
    half a body
        400 syntax: the body is no JSON: EOF while parsing a value at line 1 column 9
    something behind the body
        400 syntax: the body is no JSON: trailing characters at line 1 column 4
    a list
        400 syntax: the body must be one JSON object, written in braces
    a property twice
        400 syntax: the property "Name" is there twice at line 1 column 26
    nothing
        422 property: the queue needs the property Name
    unknown property
        422 unknown-property: there is no property "Nmae" in the queue; did you mean "Name"?
    property in another case
        422 unknown-property: there is no property "name" in the queue; did you mean "Name"?
    far-off property
        422 unknown-property: there is no property "Colour" in the queue; it may have Name, Description, AgentGroupIDList, TimeoutThreshold, TimeoutAction, OverflowThreshold, OverflowCandidate, OverflowAction, Identity, OwnerPool, Changed
    bookkeeping misspelt
        422 unknown-property: there is no property "OwnerPol" in the queue; did you mean "OwnerPool"?
    property of another type
        422 property: Active: expected true or false, found the text "yes"
    number for a text
        422 property: Name: expected a text, found the number 5
    text for a list
        422 property: AgentsByUri: expected a list, found the text "sip:kim@contoso.com"
    list for an object
        422 property: DefaultAction: expected an object with properties, found a list
    number out of range
        422 property: AgentAlertTime: 5 is outside 10..600 seconds
    part of a number
        422 property: TimeoutThreshold: expected a whole number, found the number 10.5
    unknown word
        422 property: RoutingMethod: "Random" is not a routing method; the possible values are LongestIdle, RoundRobin, Serial, Parallel, Attendant
    no SIP address
        422 property: AgentsByUri[1]: "kim" is not a SIP address; write sip:user@domain
    empty name
        422 property: Name: a name may not be empty
    reserved name
        422 property: the workflow: the name "Announcement Service" is reserved; choose another name for the workflow
    unknown time zone
        422 property: TimeZone: "Mars" is not a time zone; write a Windows name such as "Pacific Standard Time" or an IANA name such as Europe/Paris
    unknown language
        422 property: Language: "tlh" is not one of the 26 languages; write a code such as en-US or fr-FR
    line that is none
        422 property: LineUri: "+1425" is not a line URI; write TEL:+ and then digits only, such as TEL:+14255551234
    action without its target
        422 property: DefaultAction: the action TransferToQueue needs QueueID
    deep unknown property
        422 unknown-property: there is no property "Promt" in DefaultAction.Question.AnswerList[0].Action; did you mean "Prompt"?
    reference that is none
        422 property: AgentGroupIDList[0]: "Agents" names a pool; add /GUID to name one object of it
    range that ends first
        422 property: MondayHours1: a time range must close after it opens, but opens at 17:00:00 and closes at 08:00:00; write a night shift as two ranges on two days
    holiday without an end
        422 property: HolidayList[0] needs the property EndDate
    new object of another pool
        422 property: Identity: this is the pool primary.contoso.com, but the Identity names backup.contoso.com; ask that pool
    new object for another owner
        422 property: OwnerPool: a new object belongs to primary.contoso.com, not to backup.contoso.com
    new object with a past
        422 property: Changed: the pool notes changes itself; leave Changed out of a new object
    identity of another object
        422 property: Identity: the address says QUEUE, the Identity another object
    identity in another pool
        422 property: Identity: this is the pool primary.contoso.com, but the Identity names backup.contoso.com; ask that pool
    identity that is none
        422 property: Identity: expected a text, found the number 5
    another owner
        422 property: OwnerPool: the object belongs to primary.contoso.com; only an import with -OverwriteOwner changes that
    change that is none
        422 property: Changed.At: "now" is not a moment; write it with its offset, such as 2026-12-24T17:00:00Z
    "#);
}

#[tokio::test]
async fn requests_that_do_not_fit_what_the_pool_holds() {
    let desk = Desk::new().await;
    let pool = &desk.pool;
    let post = |path: &str| pool.with_method("POST", &format!("/api/v1/{path}"));
    let removal = |owner: &str| json!({ "Owner": owner, "Sequence": 1, "Digest": "0".repeat(64) });
    let music = json!({ "OriginalFileName": "Hold.wav", "UniqueName": "00000000-0000-0000-0000-000000000001",
        "ContentHash": "0".repeat(64) });
    let asks = vec![
        ("name that is taken", desk.make("queues", json!({ "Name": "QUEUE" }))),
        (
            "GUID that is taken",
            desk.make(
                "queues",
                json!({ "Name": "Q", "Identity": format!("primary.contoso.com/{}", desk.queue) }),
            ),
        ),
        (
            "reference into nothing",
            desk.make(
                "queues",
                json!({ "Name": "Q", "AgentGroupIDList": ["00000000-0000-0000-0000-000000000001"] }),
            ),
        ),
        (
            "reference to another type",
            desk.make("queues", json!({ "Name": "Q", "AgentGroupIDList": [desk.queue] })),
        ),
        (
            "reference into another pool",
            desk.make(
                "queues",
                json!({ "Name": "Q", "AgentGroupIDList": [format!("backup.contoso.com/{}", desk.group)] }),
            ),
        ),
        ("active and incomplete", desk.workflow("Active", true.into())),
        ("managed and inactive", desk.workflow("Managed", true.into())),
        ("holiday set without a holiday", desk.make("holiday-sets", json!({ "Name": "H" }))),
        ("audio that was never brought", desk.workflow("CustomMusicOnHoldFile", music.clone())),
        (
            "music that was never brought",
            pool.put("/api/v1/settings?force=true", json!({ "DefaultMusicOnHoldFile": music })),
        ),
        ("settings without a version", pool.put("/api/v1/settings", json!({}))),
        (
            "settings of another pool",
            pool.put("/api/v1/settings?force=true", json!({ "Identity": "backup.contoso.com" })),
        ),
        (
            "setting that is unknown",
            pool.put("/api/v1/settings?force=true", json!({ "DisableCallContex": true })),
        ),
        (
            "setting out of range",
            pool.put("/api/v1/settings?force=true", json!({ "AgentRingbackGracePeriod": 5 })),
        ),
        ("audio without a name", pool.send_bytes("/api/v1/audio-files", crate::rest::wav())),
        ("audio of another kind", pool.send_bytes("/api/v1/audio-files?fileName=a.mp3", crate::rest::wav())),
        ("audio that is none", pool.send_bytes("/api/v1/audio-files?fileName=a.wav", "ID3")),
        ("hash that is none", pool.get("/api/v1/audio-files/12")),
        ("audio that is not there", pool.get(&format!("/api/v1/audio-files/{}", "0".repeat(64)))),
        ("person that is none", pool.get("/api/v1/persons/kim")),
        ("person without a role", pool.get("/api/v1/persons/sip:kim@contoso.com")),
        (
            "role that is unknown",
            pool.put("/api/v1/persons/sip:kim@contoso.com", json!({ "Roles": ["Boss"] })),
        ),
        (
            "roles of somebody else",
            pool.put(
                "/api/v1/persons/sip:kim@contoso.com",
                json!({ "Uri": "sip:pat@contoso.com", "Roles": [] }),
            ),
        ),
        (
            "last administrator",
            pool.put("/api/v1/persons/sip:csadministrator@contoso.com", json!({ "Roles": [] })),
        ),
        ("token for nobody", pool.post("/api/v1/tokens", json!({ "Label": "x" }))),
        ("token that is none", pool.delete("/api/v1/tokens/12")),
        ("token that is not there", pool.delete("/api/v1/tokens/00000000-0000-0000-0000-0000000000aa")),
        ("failover to itself", post("pool/roles/primary.contoso.com/failover")),
        ("failback of what answers", post("pool/roles/backup.contoso.com/failback")),
        ("failover of what is no pool", post("pool/roles/-/failover")),
        ("archive that is none", pool.send_bytes("/api/v1/recovery/import", "PK")),
        ("import without a body", post("recovery/import")),
        ("import with an unknown switch", post("recovery/import?overwrite=true")),
        ("import by somebody else", post("recovery/import").token("CsResponseGroupManager")),
        (
            "export of an object",
            pool.get(&format!("/api/v1/recovery/export?owner=primary.contoso.com/{}", desk.queue)),
        ),
        (
            "removal without a digest",
            pool.post("/api/v1/recovery/removal", json!({ "Owner": "x", "Sequence": 1 })),
        ),
        (
            "removal of an object",
            pool.post("/api/v1/recovery/removal", removal(&format!("primary.contoso.com/{}", desk.queue))),
        ),
        ("removal of something else", pool.post("/api/v1/recovery/removal", removal("primary.contoso.com"))),
    ];
    insta::assert_snapshot!(desk.answers(asks).await, @r#"
    name that is taken
        409 unsound: queue "QUEUE" was not saved: the name is taken by another queue (QUEUE)
    GUID that is taken
        409 id-taken: the GUID QUEUE is that of another object, or of one that was removed; a new object needs a new GUID
    reference into nothing
        409 unsound: queue "Q" was not saved: its AgentGroupIDList names the agent group 00000000-0000-0000-0000-000000000001, which this pool does not hold
    reference to another type
        409 unsound: queue "Q" was not saved: its AgentGroupIDList names queue "Queue", but must name an agent group
    reference into another pool
        409 unsound: queue "Q" was not saved: its AgentGroupIDList names an object of backup.contoso.com; objects cannot be shared between pools
    active and incomplete
        409 unsound: workflow "Workflow" was not saved: it is active but it has no DefaultAction; set one that transfers to a queue or to a question
    managed and inactive
        409 unsound: workflow "Workflow" was not saved: a managed workflow must be active when it is made; it can be switched off afterwards
    holiday set without a holiday
        409 unsound: holiday set "H" was not saved: a new holiday set needs at least one holiday
    audio that was never brought
        409 unsound: workflow "Workflow" was not saved: it plays audio 0000000000000000000000000000000000000000000000000000000000000000, which this pool does not hold; bring the file with Import-CsRgsAudioFile first
    music that was never brought
        409 audio-missing: the pool holds no audio 0000000000000000000000000000000000000000000000000000000000000000; bring the file with Import-CsRgsAudioFile first
    settings without a version
        428 if-match-required: send If-Match with the ETag of the version that was read, so that nobody's change is lost; with force=true whatever is there is overwritten
    settings of another pool
        422 property: Identity: these are the settings of service:ApplicationServer:primary.contoso.com, not of service:ApplicationServer:backup.contoso.com
    setting that is unknown
        422 unknown-property: there is no property "DisableCallContex" in the service settings; did you mean "DisableCallContext"?
    setting out of range
        422 property: AgentRingbackGracePeriod: 5 is outside 30..600 seconds
    audio without a name
        400 parameter: the parameter fileName is required
    audio of another kind
        400 parameter: the parameter fileName: "a.mp3" is not the name of an audio file; the possible values are NAME.wav, NAME.wma
    audio that is none
        422 audio: the file is neither WAV nor WMA audio
    hash that is none
        400 parameter: "12" is not a SHA-256 digest of 64 hexadecimal digits
    audio that is not there
        404 not-found: this pool holds no audio 0000000000000000000000000000000000000000000000000000000000000000
    person that is none
        400 parameter: "kim" is not a SIP address; write sip:user@domain
    person without a role
        404 not-found: sip:kim@contoso.com has never been given a role
    role that is unknown
        422 property: Roles[0]: "Boss" is not a role; the possible values are CsAdministrator, CsResponseGroupAdministrator, CsResponseGroupManager, CsViewOnlyAdministrator, CsAgent
    roles of somebody else
        422 property: Uri: the address of the request names sip:kim@contoso.com, the body sip:pat@contoso.com
    last administrator
        409 last-administrator: sip:csadministrator@contoso.com is the last administrator with a token; make another administrator and token first
    token for nobody
        422 property: the token needs the property Person
    token that is none
        400 parameter: "12" is not a GUID; write 32 hexadecimal digits in groups, such as 1a2b3c4d-0000-4000-8000-000000000000
    token that is not there
        404 not-found: there is no token 00000000-0000-0000-0000-0000000000aa; list the tokens to see their names
    failover to itself
        409 pool-role: primary.contoso.com answers for itself; a failover is asked of its backup pool
    failback of what answers
        409 pool-role: primary.contoso.com does not answer for backup.contoso.com, so there is nothing to give back (epoch 0)
    failover of what is no pool
        400 parameter: "-" is not an identity; write service:ApplicationServer:pool.example.com, with /GUID behind it for one object
    archive that is none
        422 archive: nothing was imported: the file is not a ZIP archive
    import without a body
        422 archive: nothing was imported: the file is not a ZIP archive
    import with an unknown switch
        400 parameter: there is no parameter "overwrite" here; did you mean "overwriteOwner"?
    import by somebody else
        403 forbidden: sip:csresponsegroupmanager@contoso.com may not import a configuration; it needs the role CsResponseGroupAdministrator
    export of an object
        400 parameter: the parameter owner: "primary.contoso.com/QUEUE" names an object; name the pool alone
    removal without a digest
        422 property: the removal needs the property Digest
    removal of an object
        422 property: Owner: "service:ApplicationServer:primary.contoso.com/QUEUE" names an object; name the pool alone
    removal of something else
        409 export-changed: nothing was removed: the configuration of primary.contoso.com changed since the export (sequence 1); export again
    "#);
}
