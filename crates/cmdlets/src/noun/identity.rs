//! Identities as objects: what `$queue.Identity` is.

use std::rc::Rc;
use std::sync::Arc;

use domain::RgsIdentity;
use shell::value::{Object, Property, Value};

/// The full name of the type.
pub(crate) const IDENTITY_TYPE: &str = "Microsoft.Rtc.Rgs.Management.RgsIdentity";

/// The object: its text is the identity, its properties are the pool's service and the GUID.
pub(crate) fn identity_object(identity: &RgsIdentity) -> Value {
    thread_local! {
        static NAMES: Rc<[Arc<str>]> = Rc::from([Arc::from(IDENTITY_TYPE), Arc::from("System.Object")]);
        static PROPERTIES: [Arc<str>; 2] = [Arc::from("ServiceId"), Arc::from("InstanceId")];
    }
    let [service, instance] = PROPERTIES.with(Clone::clone);
    let guid = identity.id.map_or(Value::Null, |id| Value::Guid(id.0));
    let properties = vec![
        Property::read_only(service, Value::from(identity.pool.service().to_string())),
        Property::read_only(instance, guid),
    ];
    Value::Object(Object::with_text(NAMES.with(Rc::clone), properties, &identity.to_string()))
}

/// The identity that a value is or says.
pub(crate) fn identity_of(value: &Value) -> Option<RgsIdentity> {
    match value {
        Value::Object(object) if &*object.type_name() == IDENTITY_TYPE => object.stands_for()?.parse().ok(),
        _ => value.as_str()?.parse().ok(),
    }
}
