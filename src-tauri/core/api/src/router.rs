//! From a command's name and JSON to its function and back: generated from the command table.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use runnel_app::{
    App,
    permission::{Asked, Deed},
};
use runnel_domain::ids::MemberId;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{
    Value,
    value::{RawValue, to_raw_value},
};

use crate::{
    asked::named,
    commands::{
        attachment::{attachment_get, attachment_stage},
        block::{block_add, block_lift, block_list, held_list, held_release},
        board::{board_cards, board_get, cards_move, deal_move, deal_price_set},
        bulk::{bulk_apply, bulk_cancel, bulk_preview},
        category::{category_add, category_archive, category_list, category_move, category_rename},
        chats::{chats_counts, chats_facets, chats_page},
        contact::{
            contact_candidates, contact_get, contact_update, identity_add, identity_mark,
            identity_remove, identity_update,
        },
        conversation::{
            conversation_accept, conversation_archive, conversation_get, conversation_read,
            conversation_responsible_set, conversation_stage_set, conversation_tags_change,
            conversation_unread,
        },
        deal::{
            deal_add, deal_comment_add, deal_comment_delete, deal_comment_edit, deal_comment_list,
            deal_delete, deal_file_add, deal_file_remove, deal_get, deal_history, deal_reason_set,
            deal_update, deals_of_contact,
        },
        field::{field_delete, field_list, field_move, field_save, field_value_set},
        member::{
            member_act, member_add, member_list, member_remove, member_setting_get,
            member_setting_set, member_update, pipeline_access_set,
        },
        merge::{contact_merge, contact_unmerge, duplicate_dismiss, duplicate_list, merge_preview},
        message::{
            draft_save, message_cancel, message_confirm_sent, message_html, message_retry,
            message_send, note_add,
        },
        moment::{moment_parse, moment_presets},
        pipeline::{
            pipeline_add, pipeline_archive, pipeline_default_set, pipeline_duplicate,
            pipeline_list, pipeline_move, pipeline_rename, pipeline_restore,
        },
        route::{conversation_open, route_list},
        saved_view::{saved_view_delete, saved_view_list, saved_view_move, saved_view_save},
        search::{message_search, palette_search, people_search},
        sending::{
            address_check, address_suggest, conversation_begin, message_send_now,
            message_take_back, outlet_list, scheduled_change, scheduled_list,
        },
        snooze::{conversation_snooze, conversation_wake},
        source::{
            mail_discover, mailbox_check, mailbox_get, mailbox_save, source_pause, source_remove,
            source_sync,
        },
        stage::{stage_add, stage_delete, stage_move, stage_rename, stage_update, stage_use},
        stars::stars_explain,
        status::{
            conversation_hold, conversation_resolve, conversation_resume, conversation_transfer,
        },
        tag::{tag_add, tag_delete, tag_list, tag_merge, tag_merge_preview, tag_update},
        task::{task_add, task_delete, task_done, task_list, task_update},
        template::{
            template_delete, template_insert, template_list, template_preview, template_save,
        },
        timeline::{
            message_edits, note_delete, note_edit, note_pin, timeline_counts, timeline_page,
        },
        trigger::{trigger_delete, trigger_enable, trigger_list, trigger_runs, trigger_save},
        workspace::{
            diagnostics_get, member_rename, operation_undo, sample_cancel, sample_fill,
            sample_remove, settings_set, welcome_tick, workspace_get,
        },
    },
    deed::deed,
    wire::{self, WireError},
    with_commands,
};

/// Answers commands for one acting member at a time. Clones are the same, and change their acting member together.
#[derive(Clone)]
pub struct Router {
    pub(crate) app: App,
    /// Who acts in the request in hand.
    pub(crate) me: MemberId,
    /// Who acts from the next request on.
    pub(crate) acting: Arc<AtomicI64>,
}

impl Router {
    /// A router for this member.
    #[must_use]
    pub fn new(app: App, me: MemberId) -> Self {
        Self {
            app,
            me,
            acting: Arc::new(AtomicI64::new(me.0)),
        }
    }

    /// The app behind it.
    #[must_use]
    pub const fn app(&self) -> &App {
        &self.app
    }

    /// Answers one command, as JSON that a host passes on as it is. A `null` request stands for a command that takes
    /// nothing.
    ///
    /// # Errors
    /// What the command says; `unknown_command`, or `invalid` with the parser's words where the request cannot be
    /// read.
    pub async fn call(&self, command: &str, request: Value) -> Result<Box<RawValue>, WireError> {
        route(self, command, request).await
    }

    /// Whether the acting member may do this.
    ///
    /// # Errors
    /// `forbidden`, or `not_found` for what they may not see.
    pub async fn may(&self, command: Command, request: &Value) -> Result<(), WireError> {
        Ok(self.asked(command, request).app.admitted().await?)
    }

    /// The app for one file that is fetched by its address, past the table: it asks as `attachment_get` does.
    #[must_use]
    pub fn for_attachment(&self, id: i64) -> App {
        let request = serde_json::json!({ "attachment_id": id });
        self.asked(Command::attachment_get, &request).app
    }

    /// For one request: it asks whether it may be before anything is read or changed.
    fn asked(&self, command: Command, request: &Value) -> Self {
        let me = MemberId(self.acting.load(Ordering::Relaxed));
        Self {
            app: self.app.asked(Asked {
                me,
                deed: deed(command),
                named: named(request),
                was_asked: Arc::default(),
            }),
            me,
            acting: Arc::clone(&self.acting),
        }
    }
}

macro_rules! routes {
    ($($(#[$doc:meta])* $name:ident: $request:ty => $response:ty;)*) => {
        /// The name of every command, in the order of the table.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),*];

        /// A command of the table, by its name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(non_camel_case_types)] // spelled as in the table
        pub enum Command {
            $(#[doc = concat!("`", stringify!($name), "`")] $name),*
        }

        impl Command {
            /// Every command, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// As it is called.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }
        }

        async fn route(router: &Router, command: &str, request: Value) -> Result<Box<RawValue>, WireError> {
            match command {
                $(stringify!($name) => {
                    let router = &router.asked(Command::$name, &request);
                    let asks = deed(Command::$name) != Deed::Own;
                    let request: $request = read(request)?;
                    // Boxed: the largest of these futures is not the size of every call.
                    let response: $response = Box::pin($name(router, request)).await?;
                    debug_assert!(!asks || router.app.has_asked(), "a command that nobody was asked about");
                    // Written once, without a tree of values in between.
                    write(&response)
                })*
                unknown => Err(WireError::new("unknown_command").with("command", unknown)),
            }
        }
    };
}
with_commands!(routes);

fn read<T: DeserializeOwned>(request: Value) -> Result<T, WireError> {
    let request = if request.is_null() {
        Value::Object(serde_json::Map::new())
    } else {
        request
    };
    serde_json::from_value(request)
        .map_err(|error| WireError::new("invalid").saying(error.to_string()))
}

fn write<T: Serialize>(response: &T) -> Result<Box<RawValue>, WireError> {
    to_raw_value(response).map_err(|error| WireError::new("internal").saying(error.to_string()))
}
