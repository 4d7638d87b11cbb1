//! The settings of a pool, and audio.

use insta::assert_snapshot;

use crate::world::{wav, with_world};

#[test]
fn settings_are_changed_one_by_one_or_as_a_whole() {
    with_world(|world| {
        world.quiet(
            "Set-CsRgsConfiguration pool.contoso.com -AgentRingbackGracePeriod 90 -DisableCallContext $true",
        );
        world.quiet("$s = Get-CsRgsConfiguration -Identity service:ApplicationServer:pool.contoso.com");
        assert_eq!(
            world.quiet("\"$($s.Identity) $($s.AgentRingbackGracePeriod) $($s.DisableCallContext)\""),
            "service:ApplicationServer:pool.contoso.com 90 True"
        );
        world.quiet(
            "$s.DisableCallContext = $false; $s | Set-CsRgsConfiguration; $s.AgentRingbackGracePeriod = 30",
        );
        world.quiet("Set-CsRgsConfiguration -Instance $s");
        assert_eq!(world.quiet("(Get-CsRgsConfiguration pool.contoso.com).AgentRingbackGracePeriod"), "30");
        world.quiet(
            "'pool.contoso.com', 'backup.contoso.com' | Set-CsRgsConfiguration -AgentRingbackGracePeriod 45",
        );
        assert_eq!(
            world.quiet(
                "('pool.contoso.com', 'backup.contoso.com' | Get-CsRgsConfiguration).AgentRingbackGracePeriod"
            ),
            "45\n45"
        );
        assert_snapshot!(
            world.run("Set-CsRgsConfiguration pool.contoso.com -DisableCallContext $true -WhatIf"),
            @"Information: What if: Change the settings of the pool."
        );
        assert_snapshot!(world.error("Set-CsRgsConfiguration -Instance $s"), @r"
        ObjectChanged,Set-CsRgsConfiguration
        The settings of the pool were changed since they were read; read them again and repeat the change.
        With -Force it is done all the same.
        ");
    });
}

#[test]
fn audio_is_brought_whole_or_piped_and_becomes_music() {
    with_world(|world| {
        world.host.files.borrow_mut().insert("C:/hold.wav".to_owned(), wav());
        world.quiet("$bytes = [System.IO.File]::ReadAllBytes('C:\\hold.wav')");
        world.quiet("$a = Import-CsRgsAudioFile pool.contoso.com -FileName 'Hold.wav' -Content $bytes");
        world.quiet("$b = $bytes | Import-CsRgsAudioFile pool.contoso.com -FileName 'Hold.wav'");
        world.quiet("$c = $bytes | ForEach-Object { $_ } | Import-CsRgsAudioFile pool.contoso.com -FileName 'Hold.wav'");
        let same = "($a.ContentHash -eq $b.ContentHash) -and ($a.ContentHash -eq $c.ContentHash)";
        assert_eq!(world.quiet(same), "True");
        assert_snapshot!(world.quiet("\"$($a.OriginalFileName) $($a.UniqueName)\""), @"Hold.wav d7077f61-6615-8e27-bc93-53955e5bca6f");
        world.quiet("Set-CsRgsConfiguration pool.contoso.com -DefaultMusicOnHoldFile $a");
        let music = "(Get-CsRgsConfiguration pool.contoso.com).DefaultMusicOnHoldFile.OriginalFileName";
        assert_eq!(world.quiet(music), "Hold.wav");
        world.quiet("Set-CsRgsConfiguration pool.contoso.com -DefaultMusicOnHoldFile $null");
        assert_eq!(world.quiet(music), "");
        let elsewhere = "Set-CsRgsConfiguration backup.contoso.com -DefaultMusicOnHoldFile $a";
        assert_snapshot!(world.error(elsewhere), @r"
        AudioMissing,Set-CsRgsConfiguration
        The pool holds no audio f9cb049e2c6f64284db73c45b84f359205f22110c784c33e99642faa86c7722b; bring the file with Import-CsRgsAudioFile first.
        ");
        let plan = "Import-CsRgsAudioFile pool.contoso.com -FileName 'a.wav' -Content $bytes -WhatIf";
        assert_snapshot!(world.run(plan), @"Information: What if: Keep audio of 4044 bytes.");
        assert_snapshot!(world.error("Import-CsRgsAudioFile pool.contoso.com -FileName 'a.mp3' -Content $bytes"), @r#"
        ParameterRefused,Import-CsRgsAudioFile
        fileName: "a.mp3" is not the name of an audio file; the possible values are NAME.wav, NAME.wma.
        "#);
        assert_snapshot!(world.error("Import-CsRgsAudioFile pool.contoso.com -FileName 'a.wav' -Content 1,2,3"), @r"
        AudioRefused,Import-CsRgsAudioFile
        The file is neither WAV nor WMA audio.
        ");
    });
}
