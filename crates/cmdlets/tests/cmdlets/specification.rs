//! The parameters of the cmdlets against the specification, which lies beside the checkout: where it is, they must
//! agree.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::world::with_world;

/// Cmdlets that have -WhatIf and -Confirm from us.
const OURS: &[&str] = &["Export-CsRgsConfiguration", "Import-CsRgsConfiguration", "Move-CsRgsConfiguration"];

#[test]
fn parameters_are_those_of_the_specification() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/spec/cmdlets.json");
    let Ok(bytes) = fs::read(&path) else {
        println!("not run: {} is not there", path.display());
        return;
    };
    let cmdlets: Vec<Json> = serde_json::from_slice(&bytes).unwrap();
    with_world(move |world| {
        let declared = world.declarations();
        let mut wrong = Vec::new();
        for cmdlet in &cmdlets {
            let name = cmdlet["cmdlet"].as_str().unwrap();
            let Some(found) = declared.iter().find(|declaration| declaration.name == name) else { continue };
            for parameter in cmdlet["parameters"].as_array().unwrap() {
                let parameter_name = parameter["name"].as_str().unwrap();
                if matches!(parameter_name, "WhatIf" | "Confirm") {
                    if !found.should_process {
                        wrong.push(format!("{name} has no -{parameter_name}"));
                    }
                    continue;
                }
                let own = found.parameters.iter().find(|own| own.name == parameter_name);
                let Some(own) = own else {
                    wrong.push(format!("{name} has no -{parameter_name}"));
                    continue;
                };
                let position =
                    parameter["position"].as_u64().map(|position| u8::try_from(position - 1).unwrap());
                let piped = parameter["pipeline"].as_str().unwrap_or_default();
                let mandatory = parameter["required"].as_bool().unwrap_or_default();
                if own.position != position
                    || own.mandatory != mandatory
                    || own.piped.by_value != piped.contains("ByValue")
                    || own.piped.by_property != piped.contains("ByPropertyName")
                {
                    wrong.push(format!(
                        "{name} -{parameter_name} is declared {own:?}, and specified {parameter}"
                    ));
                }
            }
            let asks = cmdlet["parameters"].as_array().unwrap().iter().any(|one| one["name"] == "WhatIf");
            let ours = OURS.contains(&name);
            if found.should_process && !asks && !ours {
                wrong.push(format!("{name} has -WhatIf, which nobody specified"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}
