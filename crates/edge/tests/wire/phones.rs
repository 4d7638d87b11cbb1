//! Phones that people use, as the phone of an agent: they register here, and what they record is listened to.

mod baresip;
mod linphone;
mod scene;
