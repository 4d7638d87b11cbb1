//! Every example of every declaration runs.

use crate::world::{wav, with_world};

/// What the examples speak of.
const PREPARED: &str = r#"
$p = 'service:ApplicationServer:pool.contoso.com'
$null = New-CsRgsAgentGroup $p -Name 'Help Desk Agents' -AgentsByUri 'sip:kim@contoso.com'
$null = New-CsRgsAgentGroup $p -Name 'Night Desk' -ParticipationPolicy Formal -AgentsByUri 'sip:ann@contoso.com'
$null = New-CsRgsAgentGroup $p -Name 'Old Agents'
$null = New-CsRgsQueue $p -Name 'Help Desk Queue'
$null = New-CsRgsQueue $p -Name 'Old Queue'
$r = New-CsRgsTimeRange -OpenTime '8:00' -CloseTime '17:00'
$null = New-CsRgsHoursOfBusiness $p -Name 'Office Hours' -FridayHours1 $r -SaturdayHours1 $r
$null = New-CsRgsHoursOfBusiness $p -Name 'Old Hours'
$h = New-CsRgsHoliday -Name 'New Year' -StartDate '1/1/2026' -EndDate '2026-01-02'
$null = New-CsRgsHolidaySet $p -Name 'Public Holidays' -HolidayList $h
$null = New-CsRgsHolidaySet $p -Name 'Old Holidays' -HolidayList $h
$null = New-CsRgsWorkflow $p -Name 'Help Desk' -PrimaryUri 'sip:helpdesk@contoso.com'
$null = New-CsRgsWorkflow $p -Name 'Old Workflow' -PrimaryUri 'sip:old@contoso.com'
"#;

#[test]
fn every_example_of_a_cmdlet_runs() {
    let (sender, told) = std::sync::mpsc::channel();
    with_world(move |world| sender.send(world.examples()).unwrap());
    let examples = told.recv().unwrap();
    assert!(examples.len() > 40, "the cmdlets have examples");
    for (cmdlet, code) in examples {
        with_world(move |world| {
            world.host.files.borrow_mut().insert("C:/Media/Welcome.wav".to_owned(), wav());
            world.quiet(PREPARED);
            let said = world.run(code);
            assert!(!said.contains("Error: "), "{cmdlet}\n{code}\n{said}");
        });
    }
}

#[test]
fn every_cmdlet_says_what_it_is_for() {
    with_world(|world| {
        for declaration in world.declarations() {
            let name = declaration.name;
            assert!(!declaration.examples.is_empty(), "{name} has no example");
            for sentence in [declaration.synopsis, declaration.description] {
                assert!(
                    sentence.ends_with('.') && sentence.starts_with(char::is_uppercase),
                    "{name}: {sentence}"
                );
            }
            for parameter in declaration.parameters {
                let is_sentence = parameter.help.ends_with('.') || parameter.help.ends_with(')');
                assert!(is_sentence, "{name} -{}: {}", parameter.name, parameter.help);
            }
        }
    });
}
