use domain::{ObjectName, Presence, SipUri};
use serde_json::json;

use super::*;
use crate::status::seen::Group;

const AT: Timestamp = Timestamp::constant(1_772_438_400, 0);

/// A morning at the help desk; `crowd` more callers and agents than a screen holds.
fn seen(crowd: u64) -> Seen {
    let pool = "primary.contoso.com".to_owned();
    Seen { pool, calls: calls_of(crowd), queues: queues_of(crowd), agents: agents_of(crowd), fault: None }
}

fn calls_of(crowd: u64) -> Vec<Call> {
    let call = |id, workflow: &str, state: &str, rest: serde_json::Value| {
        let mut call = json!({ "Id": id, "Workflow": workflow, "State": state });
        call.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        serde_json::from_value::<Call>(call).unwrap()
    };
    let receivable = "Accounts Receivable and Payable";
    let mut calls = vec![
        call(
            1,
            "Help Desk",
            "Talking",
            json!({ "Queue": "Help Desk", "Waited": 12, "Agent": "sip:ann@contoso.com",
                "Caller": "sip:+14255550101@trunk.contoso.com", "CallerName": "Dana" }),
        ),
        call(
            2,
            "Help Desk",
            "Ringing",
            json!({ "Queue": "Help Desk", "Position": 1, "Waited": 31,
                "Caller": "sip:+14255550102@trunk.contoso.com" }),
        ),
        call(3, receivable, "Waiting", json!({ "Queue": receivable, "Position": 1, "Waited": 4_000 })),
        call(4, "Help Desk", "Question", json!({ "Caller": "sip:+14255550104@trunk.contoso.com" })),
    ];
    calls.extend((10..10 + crowd).map(|id| {
        call(id, "Help Desk", "Waiting", json!({ "Queue": "Help Desk", "Position": id, "Waited": id }))
    }));
    calls
}

fn queues_of(crowd: u64) -> Vec<Queue> {
    let queue = |name: &str, waiting, longest_wait, talking, agents_free| Queue {
        name: ObjectName::new(name).unwrap(),
        waiting,
        longest_wait,
        talking,
        agents_free,
        agents_signed_in: 3,
        agents: 6,
    };
    let mut queues = vec![
        queue("Empty Queue", 0, 0, 0, 3),
        queue("Help Desk", 1, 31, 1, 1),
        queue("Accounts Receivable and Payable", 1, 4_000, 0, 0),
        queue("受付", 0, 0, 0, 1),
    ];
    queues.extend((0..crowd).map(|at| queue(&format!("Queue {at:02}"), 0, 0, 0, 0)));
    queues
}

fn agents_of(crowd: u64) -> Vec<Agent> {
    let agent = |user: &str, state: &str, presence, call, groups: &[&str]| Agent {
        uri: SipUri::new(&format!("sip:{user}@contoso.com")).unwrap(),
        groups: groups
            .iter()
            .map(|name| Group { name: ObjectName::new(name).unwrap(), signed_in: true })
            .collect(),
        presence,
        state: state.to_owned(),
        call,
    };
    let mut agents = vec![
        agent("zoe", "Unreachable", None, None, &[]),
        agent("bob", "Idle", Some(Presence::Available), None, &["Desk", "Night"]),
        agent("ann", "Talking", Some(Presence::Busy), Some(1), &["Desk"]),
        agent("cy", "Ringing", Some(Presence::Available), None, &["Desk"]),
    ];
    let free = |at| agent(&format!("agent{at:02}"), "Idle", Some(Presence::Available), None, &["Desk"]);
    agents.extend((0..crowd).map(free));
    agents
}

fn drawn(seen: &Seen, columns: usize, rows: usize) -> String {
    let lines = draw(seen, AT, Size { columns, rows: Some(rows) });
    assert!(lines.len() <= rows, "{} lines", lines.len());
    for line in &lines {
        assert!(line.width() <= columns, "{line}");
    }
    lines.join("\n")
}

#[test]
fn a_small_pool_fits_80_by_24() {
    insta::assert_snapshot!(drawn(&seen(0), 80, 24), @r"
    primary.contoso.com                                      2026-03-02 08:00:00 UTC
    4 calls: 2 waiting (1:06:40), 1 talking; 4 agents: 3 reached, 1 idle

    QUEUES                         WAITING  LONGEST TALKING  FREE SIGNED IN
    Accounts Receivable and Payab…       1  1:06:40       0     0       3/6
    Help Desk                            1     0:31       1     1       3/6
    Empty Queue                          0                0     3       3/6
    受付                                 0                0     1       3/6

    CALLS            QUEUE            STATE       POS  WAITED CALLER
    Accounts Receiv… Accounts Receiv… Waiting       1 1:06:40 private
    Help Desk        Help Desk        Ringing       1    0:31 +14255550102@trunk.co…
    Help Desk        Help Desk        Talking            0:12 Dana with ann@contoso…
    Help Desk                         Question                +14255550104@trunk.co…

    AGENTS                         STATE       PRESENCE     SIGNED IN TO
    ann@contoso.com                Talking     Busy         Desk (Help Desk)
    cy@contoso.com                 Ringing     Available    Desk
    bob@contoso.com                Idle        Available    Desk, Night
    zoe@contoso.com                Unreachable              signed out
    ");
}

#[test]
fn a_crowd_is_counted_where_it_does_not_fit() {
    insta::assert_snapshot!(drawn(&seen(30), 80, 24), @r"
    primary.contoso.com                                      2026-03-02 08:00:00 UTC
    34 calls: 32 waiting (1:06:40), 1 talking; 34 agents: 33 reached, 31 idle

    QUEUES                         WAITING  LONGEST TALKING  FREE SIGNED IN
    Accounts Receivable and Payab…       1  1:06:40       0     0       3/6
    Help Desk                            1     0:31       1     1       3/6
    Empty Queue                          0                0     3       3/6
    受付                                 0                0     1       3/6
    Queue 00                             0                0     0       3/6
    ... and 29 more

    CALLS            QUEUE            STATE       POS  WAITED CALLER
    Accounts Receiv… Accounts Receiv… Waiting       1 1:06:40 private
    Help Desk        Help Desk        Waiting      39    0:39 private
    Help Desk        Help Desk        Waiting      38    0:38 private
    Help Desk        Help Desk        Waiting      37    0:37 private
    ... and 30 more

    AGENTS                         STATE       PRESENCE     SIGNED IN TO
    ann@contoso.com                Talking     Busy         Desk (Help Desk)
    cy@contoso.com                 Ringing     Available    Desk
    agent00@contoso.com            Idle        Available    Desk
    agent01@contoso.com            Idle        Available    Desk
    ... and 30 more
    ");
}

#[test]
fn a_larger_terminal_shows_more_of_everything() {
    insta::assert_snapshot!(drawn(&seen(30), 120, 40), @r"
    primary.contoso.com                                                                              2026-03-02 08:00:00 UTC
    34 calls: 32 waiting (1:06:40), 1 talking; 34 agents: 33 reached, 31 idle

    QUEUES                                   WAITING  LONGEST TALKING  FREE SIGNED IN
    Accounts Receivable and Payable                1  1:06:40       0     0       3/6
    Help Desk                                      1     0:31       1     1       3/6
    Empty Queue                                    0                0     3       3/6
    受付                                           0                0     1       3/6
    Queue 00                                       0                0     0       3/6
    Queue 01                                       0                0     0       3/6
    Queue 02                                       0                0     0       3/6
    Queue 03                                       0                0     0       3/6
    Queue 04                                       0                0     0       3/6
    Queue 05                                       0                0     0       3/6
    ... and 24 more

    CALLS                          QUEUE                          STATE       POS  WAITED CALLER
    Accounts Receivable and Payab… Accounts Receivable and Payab… Waiting       1 1:06:40 private
    Help Desk                      Help Desk                      Waiting      39    0:39 private
    Help Desk                      Help Desk                      Waiting      38    0:38 private
    Help Desk                      Help Desk                      Waiting      37    0:37 private
    Help Desk                      Help Desk                      Waiting      36    0:36 private
    Help Desk                      Help Desk                      Waiting      35    0:35 private
    Help Desk                      Help Desk                      Waiting      34    0:34 private
    Help Desk                      Help Desk                      Waiting      33    0:33 private
    Help Desk                      Help Desk                      Waiting      32    0:32 private
    Help Desk                      Help Desk                      Ringing       1    0:31 +14255550102@trunk.contoso.com
    ... and 24 more

    AGENTS                                   STATE       PRESENCE     SIGNED IN TO
    ann@contoso.com                          Talking     Busy         Desk (Help Desk)
    cy@contoso.com                           Ringing     Available    Desk
    agent00@contoso.com                      Idle        Available    Desk
    agent01@contoso.com                      Idle        Available    Desk
    agent02@contoso.com                      Idle        Available    Desk
    agent03@contoso.com                      Idle        Available    Desk
    agent04@contoso.com                      Idle        Available    Desk
    agent05@contoso.com                      Idle        Available    Desk
    agent06@contoso.com                      Idle        Available    Desk
    ... and 25 more
    ");
}

#[test]
fn nothing_is_said_in_words_and_a_fault_stands_above_the_last_picture() {
    let empty = Seen {
        pool: "primary.contoso.com".to_owned(),
        calls: Vec::new(),
        queues: Vec::new(),
        agents: Vec::new(),
        fault: Some("the pool at http://127.0.0.1:5800 cannot be reached".to_owned()),
    };
    insta::assert_snapshot!(drawn(&empty, 80, 24), @r"
    primary.contoso.com                                      2026-03-02 08:00:00 UTC
    0 calls: 0 waiting, 0 talking; 0 agents: 0 reached, 0 idle
    Not refreshed: the pool at http://127.0.0.1:5800 cannot be reached

    QUEUES                         WAITING  LONGEST TALKING  FREE SIGNED IN
    none

    CALLS            QUEUE            STATE       POS  WAITED CALLER
    none

    AGENTS                         STATE       PRESENCE     SIGNED IN TO
    none
    ");
}

#[test]
fn any_terminal_is_large_enough_not_to_be_overrun() {
    for columns in [1, 2, 10, 33, 79, 200] {
        for rows in [1, 2, 5, 9, 12, 60] {
            drawn(&seen(30), columns, rows);
        }
    }
}

#[test]
fn what_others_wrote_cannot_move_the_cursor() {
    let mut seen = seen(0);
    seen.calls[0].caller_name = Some("Mallory\u{1b}[2J\u{7}".to_owned());
    assert!(!drawn(&seen, 80, 24).contains(['\u{1b}', '\u{7}']));
}
