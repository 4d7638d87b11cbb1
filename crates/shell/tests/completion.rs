//! What may stand at the cursor, marked `¦` in each text.

use std::collections::BTreeMap;
use std::rc::Rc;

use shell::completion::{Asked, Candidate, Completer, command_at, complete};
use shell::host::testing::MemoryHost;
use shell::session::Session;
use shell::value::{DateTime, EnumType};

/// Queues of a pool, as the product would know them.
struct Pool;

impl Completer for Pool {
    fn values(&self, asked: &Asked<'_>) -> Vec<Candidate> {
        if asked.parameter != "Pool" {
            return Vec::new();
        }
        let given: Vec<String> = asked.given.iter().map(|(name, value)| format!("{name}={value}")).collect();
        ["Help Desk", "Sales"].map(|name| Candidate::value(name).about(given.join(" "))).into()
    }

    fn properties(&self, command: &str) -> Vec<String> {
        if command == "Get-Queue" { vec!["Name".to_owned(), "Timeout".to_owned()] } else { Vec::new() }
    }
}

const FUNCTIONS: &str = r#"
function Get-Queue {
    param(
        [Parameter(Position = 0)][string]$Name,
        [ValidateSet('Newest', 'Oldest')][string]$Order,
        [DayOfWeek]$Day,
        [bool]$Active,
        [switch]$Force,
        [string]$Pool,
        [string]$Path
    )
}
$queue = [PSCustomObject]@{ Name = 'Sales'; Agents = @('kim', 'pat'); Since = [datetime]'2026-01-05' }
$table = @{ First = 1; Second = 2 }
$service = 'service:ApplicationServer:pool.contoso.com'
"#;

fn session() -> Session {
    let host = MemoryHost::new(DateTime::MIN);
    for path in ["C:/Media/Welcome.wav", "C:/Media/on hold.wav", "C:/Rgs.zip"] {
        host.files.borrow_mut().insert(path.to_owned(), Vec::new());
    }
    host.environment.borrow_mut().insert("COMPUTERNAME".to_owned(), "CONTOSO-01".to_owned());
    let host = Rc::new(host);
    let mut session = Session::new(Rc::<MemoryHost>::clone(&host));
    session
        .types_mut()
        .add_enumeration(&EnumType::numbered("Contoso.RoutingMethod", &["Serial", "Parallel"]));
    session.add_completer(Rc::new(Pool));
    let ended = session.run(FUNCTIONS, None, Vec::new(), &mut Vec::new());
    assert_eq!(ended.exit_code, 0, "{:?}", host.printed.borrow());
    session
}

/// The text before the word that is replaced, and the candidates.
fn candidates(session: &Session, marked: &str) -> String {
    let cursor = marked.find('¦').expect("the cursor is marked");
    let text = marked.replace('¦', "");
    let found = complete(&text, cursor, session);
    assert_eq!(found.span.end as usize, cursor, "{marked}");
    let texts: Vec<_> = found.candidates.iter().map(|candidate| candidate.text.as_str()).collect();
    format!("{}<{}>", &text[..found.span.start as usize], texts.join(" "))
}

/// Compares every row, and shows all that differ.
fn check(table: &[(&str, &str)]) {
    let session = session();
    let wrong = table.iter().filter_map(|(marked, expected)| {
        let found = candidates(&session, marked);
        (found != *expected).then(|| format!("{marked}\n  expected {expected}\n  found    {found}\n"))
    });
    let wrong: String = wrong.collect();
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn commands_parameters_and_values_have_their_candidates() {
    check(&[
        // Commands.
        ("Get-Qu¦", "<Get-Queue>"),
        ("get-qu¦", "<Get-Queue>"),
        ("$x = Get-Qu¦", "$x = <Get-Queue>"),
        ("1 | Get-Qu¦", "1 | <Get-Queue>"),
        ("if ($true) { Get-Qu¦", "if ($true) { <Get-Queue>"),
        ("\"a $(Get-Qu¦", "\"a $(<Get-Queue>"),
        ("Get-Qu¦ | Sort-Object", "<Get-Queue>"),
        ("for¦", "<for ForEach-Object Format-Custom Format-List Format-Table Format-Wide foreach>"),
        // Parameters.
        ("Get-Queue -N¦", "Get-Queue <-Name>"),
        ("Get-Queue -Name x -F¦", "Get-Queue -Name x <-Force>"),
        ("Get-Queue -Name x -N¦", "Get-Queue -Name x <>"),
        ("Get-Queue -ErrorV¦", "Get-Queue <-ErrorVariable>"),
        ("Get-Queue (Get-Queue -P¦", "Get-Queue (Get-Queue <-Pool -Path -PipelineVariable>"),
        // Values.
        ("Get-Queue -Order ¦", "Get-Queue -Order <Newest Oldest>"),
        ("Get-Queue -Order n¦", "Get-Queue -Order <Newest>"),
        ("Get-Queue -Order:O¦", "Get-Queue -Order:<Oldest>"),
        ("Get-Queue -Ord o¦", "Get-Queue -Ord <Oldest>"),
        ("Get-Queue -Day S¦", "Get-Queue -Day <Sunday Saturday>"),
        ("Get-Queue -Active ¦", "Get-Queue -Active <$true $false>"),
        ("Get-Queue -Force:¦", "Get-Queue -Force:<$true $false>"),
        ("Get-Queue -ErrorAction S¦", "Get-Queue -ErrorAction <SilentlyContinue Stop>"),
        ("Get-Queue -Force -Pool ¦", "Get-Queue -Force -Pool <'Help Desk' Sales>"),
        ("Get-Queue -Pool he¦", "Get-Queue -Pool <'Help Desk'>"),
        ("Get-Queue -Pool \"He¦", "Get-Queue -Pool <\"Help Desk\">"),
        ("Get-Queue -Pool 'Help D¦", "Get-Queue -Pool <'Help Desk'>"),
        ("Get-Queue -Pool a, S¦", "Get-Queue -Pool a, <Sales>"),
        // Paths.
        ("Get-Queue -Path C:\\M¦", "Get-Queue -Path <C:\\Media\\>"),
        ("Get-Queue -Path c:\\Media\\¦", "Get-Queue -Path <'c:\\Media\\on hold.wav' c:\\Media\\Welcome.wav>"),
        ("Get-Queue -Path C:\\Media\\w¦", "Get-Queue -Path <C:\\Media\\Welcome.wav>"),
        ("Get-Queue -Path C:\\Media\\o¦", "Get-Queue -Path <'C:\\Media\\on hold.wav'>"),
        ("& 'C:\\Media\\w¦", "& <'C:\\Media\\Welcome.wav'>"),
        ("$x = 'C:\\Rg¦", "$x = <'C:\\Rgs.zip'>"),
        ("Get-Queue -Path R¦", "Get-Queue -Path <Rgs.zip>"),
    ]);
}

#[test]
fn variables_members_and_types_have_their_candidates() {
    check(&[
        ("$que¦", "<$queue>"),
        ("Get-Queue -Name $serv¦", "Get-Queue -Name <$service>"),
        ("\"a $tabl¦", "\"a <$table>"),
        ("$fresh = 1; $fre¦", "$fresh = 1; <$fresh>"),
        ("$env:COMP¦", "$env:<COMPUTERNAME>"),
        ("Get-Queue @tab¦", "Get-Queue <@table>"),
        // Members.
        ("$queue.¦", "$queue.<Name Agents Since Equals( GetType( ToString(>"),
        ("$queue.na¦", "$queue.<Name>"),
        ("$queue.Since.Y¦", "$queue.Since.<Year>"),
        ("$queue.Name.ToU¦", "$queue.Name.<ToUpper(>"),
        ("$queue.Agents[0].Len¦", "$queue.Agents[0].<Length>"),
        ("$table.S¦", "$table.<Second>"),
        ("($queue).A¦", "($queue).<Agents>"),
        ("(Get-Queue -Name x).T¦", "(Get-Queue -Name x).<Timeout>"),
        ("Get-Queue | Where-Object { $_.T¦", "Get-Queue | Where-Object { $_.<Timeout>"),
        ("Get-Queue | ? { $_.Name } | % { $_.N¦", "Get-Queue | ? { $_.Name } | % { $_.<Name>"),
        ("$queue | % { $_.Ag¦", "$queue | % { $_.<Agents>"),
        ("'a'.Sp¦", "'a'.<Split(>"),
        ("$nobody.¦", "$nobody.<>"),
        ("[math]::Sq¦", "[math]::<Sqrt(>"),
        ("[datetime]::N¦", "[datetime]::<Now>"),
        ("[RoutingMethod]::¦", "[RoutingMethod]::<Serial Parallel>"),
        // Types and operators.
        ("[datet¦", "[<datetime>"),
        ("[System.IO.P¦", "[<System.IO.Path>"),
        ("[routing¦", "[<RoutingMethod>"),
        ("if ($queue -notl¦", "if ($queue <-notlike>"),
        // Nothing.
        ("# Get-Qu¦", "# Get-Qu<>"),
    ]);
}

#[test]
fn the_product_hears_what_is_given_already() {
    let session = session();
    let text = "Get-Queue Sales -Order Newest -Pool ";
    let found = complete(text, text.len(), &session);
    assert_eq!(found.candidates[0].about, "Name=Sales Order=Newest");
    let of_kind: BTreeMap<_, usize> = found.candidates.iter().map(|candidate| (candidate.kind, 1)).collect();
    assert_eq!(of_kind.len(), 1);
}

#[test]
fn the_command_at_the_cursor_is_the_one_that_help_is_about() {
    for (marked, command) in [
        ("Get-Qu¦eue -Name x", Some("Get-Queue")),
        ("Get-Queue -Name x¦", Some("Get-Queue")),
        ("Get-Queue | Sort-Object -Pro¦", Some("Sort-Object")),
        ("Get-Queue (Get-Date ¦", Some("Get-Date")),
        ("¦", None),
        ("1 + ¦", None),
    ] {
        let cursor = marked.find('¦').expect("the cursor is marked");
        let text = marked.replace('¦', "");
        assert_eq!(command_at(&text, cursor).as_deref(), command, "{marked}");
    }
}

#[test]
fn any_place_of_any_text_is_answered() {
    let session = session();
    for text in [
        FUNCTIONS,
        "\"é $(@{a='",
        "[[[((({{{",
        "|||&&&;;;",
        "-Name",
        "$",
        "${",
        "@",
        "a.b::c[d].",
        "\u{0}\u{1F600}",
    ] {
        for (cursor, _) in text.char_indices().chain([(text.len(), ' ')]) {
            complete(text, cursor, &session);
            command_at(text, cursor);
        }
    }
    complete("é", 1, &session);
    complete("a", 100, &session);
}
