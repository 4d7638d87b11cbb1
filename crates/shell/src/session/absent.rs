//! Commands of Windows that scripts call and that this shell does not have: what to do instead.

/// What to do where a script calls a command that exists elsewhere only.
pub(super) fn instead(command: &str) -> Option<&'static str> {
    let is_named = |known: &&str| known.eq_ignore_ascii_case(command);
    ABSENT.iter().find(|(names, _)| names.iter().any(is_named)).map(|(_, hint)| *hint)
}

const ABSENT: &[(&[&str], &str)] = &[
    (
        &["Send-MailMessage"],
        "This shell sends no mail: write the report to a file with ConvertTo-Html or Out-File, and let a mail program \
         of this machine send it when the script has ended.",
    ),
    (
        &["Get-EventLog", "Get-WinEvent", "Write-EventLog", "New-EventLog", "Limit-EventLog"],
        "There is no event log here: pools log to their own output, and Start-Transcript or Add-Content keep what a \
         script says.",
    ),
    (
        &[
            "Get-WmiObject",
            "gwmi",
            "Get-CimInstance",
            "gcim",
            "Get-Service",
            "Start-Service",
            "Stop-Service",
            "Restart-Service",
            "Get-Process",
            "Start-CsWindowsService",
            "Stop-CsWindowsService",
            "Get-CsWindowsService",
        ],
        "This shell looks at pools, not at machines: Get-CsService and Get-CsPool show them, and switchback status \
         shows their calls and queues.",
    ),
    (
        &["Get-ADUser", "Get-ADGroup", "Get-ADGroupMember", "Get-CsUser", "Get-CsAdUser"],
        "There is no directory here: agents are named by their SIP addresses, and the groups of the topology stand \
         for distribution groups.",
    ),
    (
        &[
            "Invoke-WebRequest",
            "iwr",
            "Invoke-RestMethod",
            "irm",
            "Test-Connection",
            "Test-NetConnection",
            "Resolve-DnsName",
        ],
        "This shell asks nothing of the network but its pools: Get-CsPool shows which there are, and Get-CsService \
         whether they answer.",
    ),
    (
        &[
            "Start-Job",
            "Receive-Job",
            "Wait-Job",
            "Get-Job",
            "Remove-Job",
            "Enter-PSSession",
            "New-PSSession",
            "Import-PSSession",
            "Remove-PSSession",
            "Get-PSSession",
            "New-CsOnlineSession",
        ],
        "There are no jobs and no remoting: commands run one after the other and reach the pools by themselves; leave \
         it out.",
    ),
    (&["Get-Credential"], "Tokens open the pools, and the shell has them already; leave it out."),
    (
        &["Start-Process", "saps", "Register-ScheduledTask", "New-ScheduledTaskAction"],
        "No other programs are started from here: run the script itself by the scheduler of this machine, with \
         switchback run.",
    ),
];
