//! Cmdlets that work on objects of any type.

mod add_member;
mod compare;
mod get_member;
mod group;
mod html;
mod likeness;
mod measure;
mod new_object;
mod random;
mod select;
mod sort;
mod tee;
mod unique;
mod wanted;

use crate::session::Session;

pub(super) fn register(session: &mut Session) {
    add_member::register(session);
    compare::register(session);
    get_member::register(session);
    group::register(session);
    html::register(session);
    measure::register(session);
    new_object::register(session);
    random::register(session);
    select::register(session);
    sort::register(session);
    tee::register(session);
    unique::register(session);
}
