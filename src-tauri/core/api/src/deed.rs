//! Which deed each command is. A command that is not named here does not compile: say what it does to what it names
//! ([`Deed`]); the things themselves are found in its request by [`crate::asked`].

use runnel_app::permission::Deed;

use crate::router::Command;

/// The deed of a command.
#[must_use]
pub const fn deed(command: Command) -> Deed {
    #[allow(clippy::enum_glob_use)] // every one of them stands below
    use Command::*;
    match command {
        bulk_cancel | member_act | member_rename | member_setting_get | member_setting_set
        | moment_parse | moment_presets | operation_undo | saved_view_delete | saved_view_list
        | saved_view_move | saved_view_save | attachment_stage => Deed::Own,

        address_check | address_suggest | attachment_get | block_list | board_cards | board_get
        | bulk_preview | category_list | chats_counts | chats_facets | chats_page | contact_get
        | conversation_get | diagnostics_get | duplicate_list | field_list | held_list
        | member_list | merge_preview | message_edits | message_html | message_search
        | outlet_list | contact_candidates | deal_comment_list | deal_get | deal_history
        | deals_of_contact | palette_search | pipeline_list | stage_use | people_search
        | route_list | scheduled_list | stars_explain | tag_list | task_list | template_insert
        | template_list | template_preview | timeline_counts | timeline_page | workspace_get => {
            Deed::See
        }

        conversation_read | conversation_unread | draft_save | source_sync => Deed::Mark,

        block_add
        | block_lift
        | bulk_apply
        | contact_merge
        | contact_unmerge
        | contact_update
        | cards_move
        | deal_add
        | deal_comment_add
        | deal_comment_edit
        | deal_comment_delete
        | deal_delete
        | deal_file_add
        | deal_file_remove
        | deal_reason_set
        | deal_update
        | conversation_accept
        | conversation_archive
        | conversation_begin
        | conversation_hold
        | conversation_open
        | conversation_resolve
        | conversation_resume
        | conversation_snooze
        | conversation_stage_set
        | conversation_tags_change
        | conversation_wake
        | deal_move
        | deal_price_set
        | duplicate_dismiss
        | field_value_set
        | held_release
        | identity_add
        | identity_mark
        | identity_remove
        | identity_update
        | message_cancel
        | message_confirm_sent
        | message_retry
        | message_send
        | message_send_now
        | message_take_back
        | note_add
        | note_delete
        | note_edit
        | note_pin
        | scheduled_change
        | tag_add
        | task_add
        | task_delete
        | task_done
        | task_update
        // Those of all ask for more where they are kept.
        | template_delete
        | template_save
        | welcome_tick => Deed::Work,

        conversation_responsible_set | conversation_transfer => Deed::Assign,

        trigger_list | trigger_runs => Deed::Lead,

        field_delete | field_move | field_save | pipeline_add | pipeline_archive
        | pipeline_duplicate | pipeline_move | pipeline_rename | pipeline_restore | stage_add
        | stage_delete | stage_move | stage_rename | stage_update => Deed::Shape,

        category_add | category_archive | category_move | category_rename | mail_discover
        | mailbox_check | mailbox_get | mailbox_save | member_add | member_remove
        | member_update | pipeline_access_set | pipeline_default_set | sample_cancel
        | sample_fill | sample_remove | settings_set | source_pause | source_remove
        | tag_delete | tag_merge | tag_merge_preview | tag_update | trigger_delete
        | trigger_enable | trigger_save => Deed::Arrange,
    }
}
