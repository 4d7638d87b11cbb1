//! Wrong commands, and the message that each gets.

use crate::world::{wav, with_world};

/// What the commands speak of.
const PREPARED: &str = r#"
$p = 'service:ApplicationServer:pool.contoso.com'
$g = New-CsRgsAgentGroup $p -Name 'Agents'
$q = New-CsRgsQueue $p -Name 'Queue'
$other = New-CsRgsQueue backup.contoso.com -Name 'Other'
$r = New-CsRgsTimeRange -OpenTime '8:00' -CloseTime '17:00'
$h = New-CsRgsHoursOfBusiness $p -Name 'Hours' -MondayHours1 $r
$day = New-CsRgsHoliday -StartDate '2027-01-01' -EndDate '2027-01-02'
$s = New-CsRgsHolidaySet $p -Name 'Days' -HolidayList $day
$t = New-CsRgsCallAction -Action Terminate
$toQueue = New-CsRgsCallAction -Action TransferToQueue -QueueID $q.Identity
$w = New-CsRgsWorkflow $p -Name 'Desk' -PrimaryUri 'sip:desk@contoso.com' -Active $true -DefaultAction $toQueue
$answer = New-CsRgsAnswer -Action $toQueue -DtmfResponse 1
$prompt = New-CsRgsPrompt -TextToSpeechPrompt 'Hello.'
$question = New-CsRgsQuestion -Prompt $prompt -AnswerList $answer
$toQuestion = New-CsRgsCallAction -Action TransferToQuestion -Question $question
"#;

/// A command and its error: the id without the cmdlet, and the message.
const WRONG: &[(&str, &str)] = &[
    (
        "Get-CsRgsQueue -Identity 'a b'",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'Identity'. Cannot convert value \"a b\" to type \"Microsoft.Rtc.Rgs.Management.RgsIdentity\". Error: \"\"a b\" is not an identity; write service:ApplicationServer:pool.example.com, with /GUID behind it for one object\"",
    ),
    (
        "Get-CsRgsQueue -Identity 'service:ApplicationServer:pool.contoso.com/12'",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'Identity'. Cannot convert value \"service:ApplicationServer:pool.contoso.com/12\" to type \"Microsoft.Rtc.Rgs.Management.RgsIdentity\". Error: \"\"12\" is not a GUID; write 32 hexadecimal digits in groups, such as GUID\"",
    ),
    (
        "Get-CsRgsQueue nopool.contoso.com",
        "PoolNotListed: The topology lists no pool nopool.contoso.com. It lists pool.contoso.com, backup.contoso.com, atl-cs-001.litwareinc.com, pool0.litwareinc.com, atl-rgs-001.litwareinc.com, atl-ocsrgs-001.litwareinc.com, redmond-lyncrgs-001.litwareinc.com.",
    ),
    (
        "Get-CsRgsQueue service:ApplicationServer:pool.contoso.com/00000000-0000-0000-0000-000000000001",
        "ObjectNotFound: This pool holds no object GUID; list the objects with their identities first.",
    ),
    ("Get-CsRgsQueue -Identity $g.Identity", "ObjectNotFound: Object GUID is an agent group, not a queue."),
    (
        "Get-CsRgsQueue $p -Owner $g.Identity",
        "ServiceExpected: The parameter Owner names a pool and not an object: write service:ApplicationServer:pool.contoso.com without what stands behind the slash.",
    ),
    (
        "Get-CsRgsQueue $p -Owner ''",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'Owner'. Cannot convert value \"\" to type \"Microsoft.Rtc.Rgs.Management.RgsIdentity\". Error: \"\"\" is not an identity; write service:ApplicationServer:pool.example.com, with /GUID behind it for one object\"",
    ),
    (
        "Get-CsRgsQueue $p extra",
        "PositionalParameterNotFound: A positional parameter cannot be found that accepts argument 'extra'.",
    ),
    (
        "Get-CsRgsQueue $p -Nmae x",
        "NamedParameterNotFound: A parameter cannot be found that matches parameter name 'Nmae'.",
    ),
    (
        "Get-CsRgsQueue -Name",
        "MissingArgument: Missing an argument for parameter 'Name'. Specify a parameter of type 'System.String' and try again.",
    ),
    (
        "Get-CsRgsQueues",
        "CommandNotFoundException: The term 'Get-CsRgsQueues' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.",
    ),
    (
        "Get-CsRgsConfiguration",
        "MissingMandatoryParameter: Cannot process command because of one or more missing mandatory parameters: Identity.",
    ),
    (
        "Get-CsRgsConfiguration $q.Identity",
        "ServiceExpected: The parameter Identity names a pool and not an object: write service:ApplicationServer:pool.contoso.com without what stands behind the slash.",
    ),
    (
        "Get-CsRgsConfiguration $p, 'backup.contoso.com'",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'Identity'. Cannot convert the \"System.Object[]\" value of type \"System.Object[]\" to type \"Microsoft.Rtc.Rgs.Management.RgsIdentity\".",
    ),
    (
        "New-CsRgsAgentGroup $p",
        "MissingMandatoryParameter: Cannot process command because of one or more missing mandatory parameters: Name.",
    ),
    (
        "New-CsRgsAgentGroup -Name x",
        "MissingMandatoryParameter: Cannot process command because of one or more missing mandatory parameters: Parent.",
    ),
    (
        "New-CsRgsAgentGroup $p -Name ''",
        "ParameterArgumentValidationErrorEmptyStringNotAllowed: Cannot bind argument to parameter 'Name' because it is an empty string.",
    ),
    ("New-CsRgsAgentGroup $p -Name '  '", "PropertyRefused: Name: a name may not be empty."),
    (
        "New-CsRgsAgentGroup $p -Name 'AGENTS'",
        "ObjectUnsound: Agent group \"AGENTS\" was not saved: the name is taken by another agent group (GUID).",
    ),
    (
        "New-CsRgsAgentGroup $g.Identity -Name x",
        "ServiceExpected: The parameter Parent names a pool and not an object: write service:ApplicationServer:pool.contoso.com without what stands behind the slash.",
    ),
    (
        "New-CsRgsAgentGroup $p -Name x -RoutingMethod Random",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'RoutingMethod'. Cannot convert value \"Random\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.RoutingMethod\". Error: \"Unable to match the identifier name Random to a valid enumerator name. Specify one of the following enumerator names and try again:\nLongestIdle, RoundRobin, Serial, Parallel, Attendant\"",
    ),
    (
        "New-CsRgsAgentGroup $p -Name x -RoutingMethod S, P",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'RoutingMethod'. Cannot convert the \"System.Object[]\" value of type \"System.Object[]\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.RoutingMethod\".",
    ),
    (
        "New-CsRgsAgentGroup $p -Name x -RoutingMethod 9",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'RoutingMethod'. Cannot convert value \"9\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.RoutingMethod\" due to enumeration values that are not valid. Specify one of the following enumeration values and try again. The possible enumeration values are \"LongestIdle,RoundRobin,Serial,Parallel,Attendant\".",
    ),
    (
        "New-CsRgsAgentGroup $p -Name x -ParticipationPolicy $null",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'ParticipationPolicy'. Cannot convert null to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.ParticipationPolicy\".",
    ),
    (
        "New-CsRgsAgentGroup $p -Name x -AgentAlertTime soon",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'AgentAlertTime'. Cannot convert value \"soon\" to type \"System.Int16\". Error: \"Input string was not in a correct format.\"",
    ),
    (
        "New-CsRgsAgentGroup $p -Name x -AgentAlertTime 601",
        "PropertyRefused: AgentAlertTime: 601 is outside 10..600 seconds.",
    ),
    (
        "New-CsRgsAgentGroup $p -Name x -AgentAlertTime 99999",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'AgentAlertTime'. Cannot convert value \"99999\" to type \"System.Int16\". Error: \"Value was either too large or too small for an Int16.\"",
    ),
    (
        "New-CsRgsAgentGroup $p -Name x -AgentsByUri 'kim'",
        "PropertyRefused: AgentsByUri[0]: \"kim\" is not a SIP address; write sip:user@domain.",
    ),
    (
        "New-CsRgsAgentGroup $p -Name x -DistributionGroupAddress 'desk'",
        "PropertyRefused: DistributionGroupAddress: \"desk\" is not the mail address of a distribution group; write name@domain.",
    ),
    (
        "New-CsRgsAgentGroup $p -Name x -A 5",
        "AmbiguousParameter: Parameter cannot be processed because the parameter name 'A' is ambiguous. Possible matches include: -AgentAlertTime -AgentsByUri.",
    ),
    (
        "New-CsRgsAgentGroup $p -Name x -Name y",
        "ParameterAlreadyBound: Cannot bind parameter because parameter 'Name' is specified more than once. To provide multiple values to parameters that can accept multiple values, use the array syntax. For example, \"-parameter value1,value2,value3\".",
    ),
    (
        "New-CsRgsQueue $p -Name x -TimeoutThreshold 5",
        "PropertyRefused: TimeoutThreshold: 5 is outside 10..65535 seconds.",
    ),
    (
        "New-CsRgsQueue $p -Name x -TimeoutThreshold many",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'TimeoutThreshold'. Cannot convert value \"many\" to type \"System.Int32\". Error: \"Input string was not in a correct format.\"",
    ),
    (
        "New-CsRgsQueue $p -Name x -OverflowThreshold 1001",
        "PropertyRefused: OverflowThreshold: 1001 is outside 0..1000 calls.",
    ),
    (
        "New-CsRgsQueue $p -Name x -OverflowCandidate Last",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'OverflowCandidate'. Cannot convert value \"Last\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.OverflowCandidate\". Error: \"Unable to match the identifier name Last to a valid enumerator name. Specify one of the following enumerator names and try again:\nNewestCall, OldestCall\"",
    ),
    (
        "New-CsRgsQueue $p -Name x -TimeoutAction Terminate",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'TimeoutAction'. Cannot convert the \"Terminate\" value of type \"System.String\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.CallAction\".",
    ),
    (
        "New-CsRgsQueue $p -Name x -TimeoutAction $toQuestion",
        "PropertyRefused: The queue: the TimeoutAction of a queue may not be TransferToQuestion.",
    ),
    (
        "New-CsRgsQueue $p -Name x -OverflowAction $prompt",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'OverflowAction'. Cannot convert the \"TextToSpeechPrompt=Hello.\" value of type \"Microsoft.Rtc.Rgs.Management.WritableSettings.Prompt\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.CallAction\".",
    ),
    (
        "New-CsRgsQueue $p -Name x -AgentGroupIDList $q.Identity",
        "ObjectUnsound: Queue \"x\" was not saved: its AgentGroupIDList names queue \"Queue\", but must name an agent group.",
    ),
    (
        "New-CsRgsQueue $p -Name x -AgentGroupIDList 'Agents'",
        "PropertyRefused: AgentGroupIDList[0]: \"service:ApplicationServer:agents\" names a pool; add /GUID to name one object of it.",
    ),
    (
        "New-CsRgsQueue backup.contoso.com -Name x -AgentGroupIDList $g.Identity",
        "ObjectUnsound: Queue \"x\" was not saved: its AgentGroupIDList names an object of pool.contoso.com; objects cannot be shared between pools.",
    ),
    (
        "New-CsRgsWorkflow $p -Name x",
        "MissingMandatoryParameter: Cannot process command because of one or more missing mandatory parameters: PrimaryUri.",
    ),
    (
        "New-CsRgsWorkflow $p -Name x -PrimaryUri 'desk'",
        "PropertyRefused: PrimaryUri: \"desk\" is not a SIP address; write sip:user@domain.",
    ),
    (
        "New-CsRgsWorkflow $p -Name x -PrimaryUri 'sip:DESK@contoso.com'",
        "ObjectUnsound: Workflow \"x\" was not saved: its PrimaryUri sip:desk@contoso.com belongs to workflow \"Desk\".",
    ),
    (
        "New-CsRgsWorkflow $p -Name 'a<b>' -PrimaryUri 'sip:x@contoso.com'",
        "PropertyRefused: The workflow: the name of a workflow is also its display name and may not contain '<' or '>'.",
    ),
    (
        "New-CsRgsWorkflow $p -Name 'Announcement Service' -PrimaryUri 'sip:x@contoso.com'",
        "PropertyRefused: The workflow: the name \"Announcement Service\" is reserved; choose another name for the workflow.",
    ),
    (
        "New-CsRgsWorkflow $p -Name x -PrimaryUri 'sip:x@contoso.com' -Active $true",
        "ObjectUnsound: Workflow \"x\" was not saved: it is active but it has no DefaultAction; set one that transfers to a queue or to a question.",
    ),
    (
        "New-CsRgsWorkflow $p -Name x -PrimaryUri 'sip:x@contoso.com' -Active yes",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'Active'. Cannot convert value \"yes\" to type \"System.Boolean\". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.",
    ),
    (
        "New-CsRgsWorkflow $p -Name x -PrimaryUri 'sip:x@contoso.com' -Active $true -DefaultAction $t",
        "ObjectUnsound: Workflow \"x\" was not saved: it is active but its DefaultAction is Terminate; it must be TransferToQueue or TransferToQuestion.",
    ),
    (
        "New-CsRgsWorkflow $p -Name x -PrimaryUri 'sip:x@contoso.com' -LineUri '+1425'",
        "PropertyRefused: LineUri: \"+1425\" is not a line URI; write TEL:+ and then digits only, such as TEL:+14255551234.",
    ),
    (
        "New-CsRgsWorkflow $p -Name x -PrimaryUri 'sip:x@contoso.com' -Language tlh",
        "PropertyRefused: Language: \"tlh\" is not one of the 26 languages; write a code such as en-US or fr-FR.",
    ),
    (
        "New-CsRgsWorkflow $p -Name x -PrimaryUri 'sip:x@contoso.com' -TimeZone Mars",
        "PropertyRefused: TimeZone: \"Mars\" is not a time zone; write a Windows name such as \"Pacific Standard Time\" or an IANA name such as Europe/Paris.",
    ),
    (
        "New-CsRgsWorkflow $p -Name x -PrimaryUri 'sip:x@contoso.com' -Managed $true",
        "ObjectUnsound: Workflow \"x\" was not saved: a managed workflow must be active when it is made; it can be switched off afterwards.",
    ),
    (
        "New-CsRgsWorkflow $p -Name x -PrimaryUri 'sip:x@contoso.com' -BusinessHoursID $h",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'BusinessHoursID'. Cannot convert the \"Microsoft.Rtc.Rgs.Management.WritableSettings.BusinessHours\" value of type \"Microsoft.Rtc.Rgs.Management.WritableSettings.BusinessHours\" to type \"Microsoft.Rtc.Rgs.Management.RgsIdentity\".",
    ),
    (
        "New-CsRgsHoursOfBusiness $p -Name x -MondayHours1 '8:00'",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'MondayHours1'. Cannot convert the \"8:00\" value of type \"System.String\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.TimeRange\".",
    ),
    (
        "New-CsRgsHoursOfBusiness $p -Name x -MondayHours1 $r -MondayHours2 $r",
        "PropertyRefused: The hours of business: the two ranges of Monday overlap (08:00:00-17:00:00 and 08:00:00-17:00:00).",
    ),
    (
        "New-CsRgsHoursOfBusiness $p -Name x -Custom maybe",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'Custom'. Cannot convert value \"maybe\" to type \"System.Boolean\". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.",
    ),
    (
        "New-CsRgsTimeRange -OpenTime 8:00",
        "MissingMandatoryParameter: Cannot process command because of one or more missing mandatory parameters: CloseTime.",
    ),
    (
        "New-CsRgsTimeRange -OpenTime 18:00 -CloseTime 8:00",
        "InvalidProperty: The time range was not made: a time range must close after it opens, but opens at 18:00:00 and closes at 08:00:00; write a night shift as two ranges on two days.",
    ),
    (
        "New-CsRgsTimeRange -OpenTime 8:00 -CloseTime 25:00",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'CloseTime'. Cannot convert value \"25:00\" to type \"System.TimeSpan\". Error: \"The TimeSpan could not be parsed because at least one of the numeric components is out of range or contains too many digits.\"",
    ),
    (
        "New-CsRgsTimeRange -OpenTime early -CloseTime 9:00",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'OpenTime'. Cannot convert value \"early\" to type \"System.TimeSpan\". Error: \"String was not recognized as a valid TimeSpan.\"",
    ),
    (
        "New-CsRgsTimeRange -OpenTime 8:00 -CloseTime 2.00:00:00",
        "InvalidProperty: The time range was not made: CloseTime: \"2.00:00:00\" is not a time of day; write hours and minutes such as 8:00 or 17:30, at most 24:00.",
    ),
    (
        "New-CsRgsHoliday -StartDate '2027-01-02' -EndDate '2027-01-01'",
        "InvalidProperty: The holiday was not made: a holiday must end after it starts, but starts at 2027-01-02T00:00:00 and ends at 2027-01-01T00:00:00; the end is exclusive: one whole day ends at 00:00 of the next.",
    ),
    (
        "New-CsRgsHoliday -StartDate 'Christmas' -EndDate '2027-01-01'",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'StartDate'. Cannot convert value \"Christmas\" to type \"System.DateTime\". Error: \"The string was not recognized as a valid DateTime. There is an unknown word starting at index 0.\"",
    ),
    (
        "New-CsRgsHoliday -StartDate '13/45/2027' -EndDate '2027-01-01'",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'StartDate'. Cannot convert value \"13/45/2027\" to type \"System.DateTime\". Error: \"String was not recognized as a valid DateTime.\"",
    ),
    (
        "New-CsRgsHolidaySet $p -Name x -HolidayList @()",
        "ParameterArgumentValidationErrorEmptyArrayNotAllowed: Cannot bind argument to parameter 'HolidayList' because it is an empty array.",
    ),
    (
        "New-CsRgsHolidaySet $p -Name x -HolidayList $r",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'HolidayList'. Cannot convert the \"OpenTime=08:00:00;CloseTime=17:00:00\" value of type \"Microsoft.Rtc.Rgs.Management.WritableSettings.TimeRange\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.Holiday\".",
    ),
    (
        "New-CsRgsHolidaySet $p -Name x",
        "MissingMandatoryParameter: Cannot process command because of one or more missing mandatory parameters: HolidayList.",
    ),
    (
        "New-CsRgsPrompt -TextToSpeechPrompt '<b>Hello</b>'",
        "InvalidProperty: The prompt was not made: TextToSpeechPrompt: the text to speak contains the HTML tag <b>; write plain text.",
    ),
    (
        "New-CsRgsPrompt -TextToSpeechPrompt ('x' * 4097)",
        "InvalidProperty: The prompt was not made: TextToSpeechPrompt: the text has 4097 characters; at most 4096 are allowed.",
    ),
    (
        "New-CsRgsPrompt -AudioFilePrompt 'Welcome.wav'",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'AudioFilePrompt'. Cannot convert the \"Welcome.wav\" value of type \"System.String\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.AudioFile\".",
    ),
    (
        "New-CsRgsCallAction",
        "MissingMandatoryParameter: Cannot process command because of one or more missing mandatory parameters: Action.",
    ),
    (
        "New-CsRgsCallAction -Action Hold",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'Action'. Cannot convert value \"Hold\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.CallActionType\". Error: \"Unable to match the identifier name Hold to a valid enumerator name. Specify one of the following enumerator names and try again:\nTerminate, TransferToQueue, TransferToQuestion, TransferToUri, TransferToVoiceMailUri, TransferToPstn\"",
    ),
    (
        "New-CsRgsCallAction -Action TransferTo",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'Action'. Cannot convert value \"TransferTo\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.CallActionType\". Error: \"The identifier name TransferTo cannot be processed because it is either too similar or identical to the following enumerator names: TransferToQueue, TransferToQuestion, TransferToUri, TransferToVoiceMailUri, TransferToPstn. Use a more specific identifier name.\"",
    ),
    (
        "New-CsRgsCallAction -Action TransferToQueue",
        "InvalidProperty: The call action was not made: the action TransferToQueue needs QueueID.",
    ),
    (
        "New-CsRgsCallAction -Action TransferToQueue -QueueID 'Queue'",
        "InvalidProperty: The call action was not made: QueueID: \"service:ApplicationServer:queue\" names a pool; add /GUID to name one object of it.",
    ),
    (
        "New-CsRgsCallAction -Action TransferToQueue -QueueID $q",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'QueueID'. Cannot convert the \"Microsoft.Rtc.Rgs.Management.WritableSettings.Queue\" value of type \"Microsoft.Rtc.Rgs.Management.WritableSettings.Queue\" to type \"Microsoft.Rtc.Rgs.Management.RgsIdentity\".",
    ),
    (
        "New-CsRgsCallAction -Action TransferToPstn -Uri 'sip:kim@contoso.com'",
        "InvalidProperty: The call action was not made: \"sip:kim@contoso.com\" is not a telephone number for TransferToPstn; write sip:+number@domain, such as sip:+14255551298@contoso.com.",
    ),
    (
        "New-CsRgsCallAction -Action TransferToUri -Uri '+1425'",
        "InvalidProperty: The call action was not made: Uri: \"+1425\" is not a SIP address; write sip:user@domain.",
    ),
    (
        "New-CsRgsCallAction -Action Terminate -Uri 'sip:kim@contoso.com'",
        "InvalidProperty: The call action was not made: the action Terminate takes no Uri.",
    ),
    (
        "New-CsRgsAnswer -Action $t",
        "InvalidProperty: The answer was not made: an answer needs a DtmfResponse or at least one VoiceResponse.",
    ),
    (
        "New-CsRgsAnswer -Action $t -DtmfResponse 12",
        "InvalidProperty: The answer was not made: DtmfResponse: \"12\" is not a key of the telephone; a DtmfResponse is one of 0-9, * and #.",
    ),
    (
        "New-CsRgsAnswer -Action $t -VoiceResponseList 'say \"yes\"'",
        "InvalidProperty: The answer was not made: VoiceResponseList[0]: the voice response \"say \"yes\"\" is empty or contains a double quotation mark; write the plain words to be spoken.",
    ),
    (
        "New-CsRgsAnswer -DtmfResponse 1",
        "MissingMandatoryParameter: Cannot process command because of one or more missing mandatory parameters: Action.",
    ),
    (
        "New-CsRgsQuestion -Prompt $prompt -AnswerList @()",
        "InvalidProperty: The question was not made: AnswerList: a question needs at least one answer.",
    ),
    (
        "New-CsRgsQuestion -Prompt $prompt -AnswerList 'yes'",
        "ExceptionWhenSetting: Exception setting \"AnswerList\": \"Cannot convert the \"yes\" value of type \"System.String\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.Answer\".\"",
    ),
    (
        "Set-CsRgsQueue",
        "MissingMandatoryParameter: Cannot process command because of one or more missing mandatory parameters: Instance.",
    ),
    (
        "Set-CsRgsQueue $g",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'Instance'. Cannot convert the \"Microsoft.Rtc.Rgs.Management.WritableSettings.AgentGroup\" value of type \"Microsoft.Rtc.Rgs.Management.WritableSettings.AgentGroup\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.Queue\".",
    ),
    (
        "Set-CsRgsQueue 'Queue'",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'Instance'. Cannot convert the \"Queue\" value of type \"System.String\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.Queue\".",
    ),
    (
        "Set-CsRgsQueue $null",
        "ParameterArgumentValidationErrorNullNotAllowed: Cannot bind argument to parameter 'Instance' because it is null.",
    ),
    (
        "$g | Set-CsRgsQueue",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'Instance'. Cannot convert the \"Microsoft.Rtc.Rgs.Management.WritableSettings.AgentGroup\" value of type \"Microsoft.Rtc.Rgs.Management.WritableSettings.AgentGroup\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.Queue\".",
    ),
    (
        "$q.Colour = 'red'",
        "PropertyAssignmentException: The property 'Colour' cannot be found on this object. Verify that the property exists and can be set.",
    ),
    ("$q.Name = ''; Set-CsRgsQueue $q", "PropertyRefused: Name: a name may not be empty."),
    (
        "$q.OverflowCandidate = 'Last'",
        "ExceptionWhenSetting: Exception setting \"OverflowCandidate\": \"Cannot convert value \"Last\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.OverflowCandidate\". Error: \"Unable to match the identifier name Last to a valid enumerator name. Specify one of the following enumerator names and try again:\nNewestCall, OldestCall\"\"",
    ),
    (
        "$q.TimeoutAction = $w",
        "ExceptionWhenSetting: Exception setting \"TimeoutAction\": \"Cannot convert the \"Microsoft.Rtc.Rgs.Management.WritableSettings.Workflow\" value of type \"Microsoft.Rtc.Rgs.Management.WritableSettings.Workflow\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.CallAction\".\"",
    ),
    (
        "$w.DefaultAction = $null; Set-CsRgsWorkflow $w",
        "ObjectUnsound: Workflow \"Desk\" was not saved: it is active but it has no DefaultAction; set one that transfers to a queue or to a question.",
    ),
    (
        "$s.HolidayList.Add('2027-05-01')",
        "MethodArgumentConversionInvalidCastArgument: Cannot convert argument \"item\", with value: \"2027-05-01\", for \"Add\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.Holiday\": \"Cannot convert the \"2027-05-01\" value of type \"System.String\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.Holiday\".\"",
    ),
    (
        "$g.AgentsByUri.Add('kim'); Set-CsRgsAgentGroup $g",
        "PropertyRefused: AgentsByUri[0]: \"kim\" is not a SIP address; write sip:user@domain.",
    ),
    (
        "Set-CsRgsConfiguration $p -AgentRingbackGracePeriod 5",
        "PropertyRefused: AgentRingbackGracePeriod: 5 is outside 30..600 seconds.",
    ),
    (
        "Set-CsRgsConfiguration $p -DisableCallContext no",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'DisableCallContext'. Cannot convert value \"no\" to type \"System.Boolean\". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.",
    ),
    (
        "Set-CsRgsConfiguration -AgentRingbackGracePeriod 60",
        "MissingMandatoryParameter: Cannot process command because of one or more missing mandatory parameters: Identity.",
    ),
    (
        "Set-CsRgsConfiguration -Identity $p -Instance (Get-CsRgsConfiguration $p)",
        "AmbiguousParameterSet: Parameter set cannot be resolved using the specified named parameters.",
    ),
    (
        "$day | Remove-CsRgsHolidaySet",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'Instance'. Cannot convert the \"StartDate=1/1/2027 12:00:00 AM;EndDate=1/2/2027 12:00:00 AM\" value of type \"Microsoft.Rtc.Rgs.Management.WritableSettings.Holiday\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.HolidaySet\".",
    ),
    (
        "Remove-CsRgsQueue",
        "MissingMandatoryParameter: Cannot process command because of one or more missing mandatory parameters: Instance.",
    ),
    (
        "$q | Remove-CsRgsQueue -Recurse",
        "NamedParameterNotFound: A parameter cannot be found that matches parameter name 'Recurse'.",
    ),
    (
        "$q | Remove-CsRgsQueue",
        "ObjectInUse: Queue \"Queue\" was not removed: it is used by workflow \"Desk\"; use -Force to remove it all the same.",
    ),
    (
        "Import-CsRgsAudioFile $p -FileName 'a.wav'",
        "MissingMandatoryParameter: Cannot process command because of one or more missing mandatory parameters: Content.",
    ),
    (
        "Import-CsRgsAudioFile $p -FileName 'a.txt' -Content $wav",
        "ParameterRefused: fileName: \"a.txt\" is not the name of an audio file; the possible values are NAME.wav, NAME.wma.",
    ),
    (
        "Import-CsRgsAudioFile $p -FileName 'a.wav' -Content 'RIFF'",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'Content'. Cannot convert value \"RIFF\" to type \"System.Byte\". Error: \"Input string was not in a correct format.\"",
    ),
    (
        "Import-CsRgsAudioFile $p -FileName 'a.wav' -Content 1, 300",
        "CannotConvertArgumentNoMessage: Cannot bind parameter 'Content'. Cannot convert value \"300\" to type \"System.Byte\". Error: \"Value was either too large or too small for an unsigned byte.\"",
    ),
];

#[test]
fn wrong_commands_say_what_is_wrong() {
    let (sender, told) = std::sync::mpsc::channel();
    with_world(move |world| {
        world.host.files.borrow_mut().insert("C:/a.wav".to_owned(), wav());
        world.quiet(PREPARED);
        world.quiet("$wav = [System.IO.File]::ReadAllBytes('C:\\a.wav')");
        let mut found = Vec::new();
        for (command, expected) in WRONG {
            let said = world.error(command);
            let (id, message) = said.split_once('\n').unwrap_or((&said, ""));
            let id = id.split(',').next().unwrap_or_default();
            let said = format!("{id}: {message}");
            found.push((*command, *expected, without_guids(&said)));
        }
        sender.send(found).unwrap();
    });
    let found = told.recv().unwrap();
    let wrong: Vec<_> = found.iter().filter(|(_, expected, said)| said != expected).collect();
    for (command, _, said) in &wrong {
        println!("    ({command:?}, {said:?}),");
    }
    assert!(wrong.is_empty(), "{} of {} say something else", wrong.len(), found.len());
}

/// GUIDs differ from run to run.
fn without_guids(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_inclusive([' ', '"', '/', '(', ')', '\n', ';', ',', '\'']) {
        let bare = word.trim_end_matches([' ', '"', '/', '(', ')', '\n', ';', ',', '\'']);
        let is_guid = bare.len() == 36 && bare.matches('-').count() == 4;
        words.push(if is_guid { word.replace(bare, "GUID") } else { word.to_owned() });
    }
    words.concat()
}
