//! The one command table: every command named once, with its request and its answer.
//!
//! The router, the TypeScript types and each host come from this list. A command is `noun_verb`. Its function stands
//! in one of the modules below and does three things: wire to app, one use case, app to wire.

pub(crate) mod attachment;
pub(crate) mod block;
pub(crate) mod board;
pub(crate) mod bulk;
pub(crate) mod category;
pub(crate) mod chats;
pub(crate) mod contact;
pub(crate) mod conversation;
mod convert;
pub(crate) mod deal;
pub(crate) mod field;
pub(crate) mod member;
pub(crate) mod merge;
pub(crate) mod message;
pub(crate) mod moment;
pub(crate) mod pipeline;
pub(crate) mod route;
pub(crate) mod rule;
pub(crate) mod saved_view;
pub(crate) mod search;
pub(crate) mod sending;
pub(crate) mod snooze;
pub(crate) mod source;
pub(crate) mod stage;
pub(crate) mod stars;
pub(crate) mod status;
pub(crate) mod tag;
pub(crate) mod task;
pub(crate) mod template;
pub(crate) mod timeline;
pub(crate) mod trigger;
pub(crate) mod workspace;

/// Calls `$apply!` with the whole table: `name: Request => Response;` per command.
#[macro_export]
macro_rules! with_commands {
    ($apply:ident) => {
        $apply! {
            /// Everything small that every screen needs.
            workspace_get: wire::Nothing => wire::workspace::Workspace;
            settings_set: wire::workspace::SettingsRequest => wire::Done;
            member_rename: wire::workspace::MemberRenameRequest => wire::Done;
            member_add: wire::member::MemberAddRequest => wire::Made;
            member_remove: wire::member::MemberId => wire::Done;
            member_list: wire::Nothing => wire::member::MemberList;
            member_update: wire::member::MemberUpdateRequest => wire::Done;
            member_act: wire::member::MemberId => wire::Done;
            pipeline_access_set: wire::member::PipelineAccessRequest => wire::Done;
            member_setting_get: wire::member::MemberSettingKey => wire::member::MemberSetting;
            member_setting_set: wire::member::MemberSettingRequest => wire::Done;
            moment_parse: wire::moment::MomentText => wire::moment::Moment;
            moment_presets: wire::Nothing => wire::moment::MomentPresets;
            sample_fill: wire::workspace::SampleFillRequest => wire::Done;
            sample_remove: wire::Nothing => wire::Done;
            sample_cancel: wire::Nothing => wire::Done;
            welcome_tick: wire::conversation::WelcomeTickRequest => wire::Done;
            operation_undo: wire::workspace::UndoRequest => wire::workspace::Undone;
            diagnostics_get: wire::Nothing => wire::workspace::Diagnostics;

            chats_page: wire::chats::ChatsPageRequest => wire::chats::ChatsPage;
            chats_counts: wire::chats::ChatsCountsRequest => wire::chats::ChatsCounts;
            chats_facets: wire::chats::ChatsFacetsRequest => wire::chats::ChatsFacets;
            saved_view_list: wire::Nothing => wire::saved_view::SavedViewList;
            saved_view_save: wire::saved_view::SavedViewSaveRequest => wire::Made;
            saved_view_delete: wire::saved_view::SavedViewId => wire::Done;
            saved_view_move: wire::saved_view::SavedViewMoveRequest => wire::Done;
            conversation_get: wire::conversation::ConversationId => wire::conversation::Conversation;
            timeline_page: wire::timeline::TimelineRequest => wire::timeline::TimelinePage;
            timeline_counts: wire::timeline::TimelineCountsRequest => wire::timeline::TimelineCounts;
            message_edits: wire::message::MessageId => wire::message::MessageEdits;
            route_list: wire::conversation::ConversationId => wire::route::ReplyRoutes;
            conversation_open: wire::route::ConversationOpenRequest => wire::Made;
            conversation_accept: wire::conversation::AcceptRequest => wire::Done;
            conversation_archive: wire::conversation::ArchiveRequest => wire::Done;
            conversation_stage_set: wire::conversation::ConversationStageRequest => wire::Done;
            conversation_responsible_set: wire::conversation::ResponsibleRequest => wire::Done;
            conversation_tags_change: wire::conversation::TagsRequest => wire::Done;
            conversation_hold: wire::conversation::ConversationId => wire::Done;
            conversation_resume: wire::conversation::ConversationId => wire::Done;
            conversation_resolve: wire::status::ResolveRequest => wire::Made;
            conversation_transfer: wire::status::TransferRequest => wire::Done;
            conversation_snooze: wire::status::SnoozeRequest => wire::Done;
            conversation_wake: wire::conversation::ConversationId => wire::Done;
            conversation_read: wire::conversation::ReadRequest => wire::Done;
            conversation_unread: wire::conversation::ConversationId => wire::Done;

            bulk_preview: wire::bulk::BulkPreviewRequest => wire::bulk::BulkPreview;
            bulk_apply: wire::bulk::BulkApplyRequest => wire::bulk::BulkDone;
            bulk_cancel: wire::Nothing => wire::Done;

            message_send: wire::message::SendRequest => wire::Made;
            message_cancel: wire::message::MessageId => wire::Done;
            message_retry: wire::message::MessageId => wire::Done;
            message_confirm_sent: wire::message::MessageId => wire::Done;
            message_send_now: wire::message::MessageId => wire::Done;
            message_take_back: wire::message::MessageId => wire::sending::TakenBack;
            scheduled_list: wire::sending::ScheduledListRequest => wire::sending::ScheduledList;
            scheduled_change: wire::sending::ScheduledChangeRequest => wire::Done;
            outlet_list: wire::Nothing => wire::sending::Outlets;
            address_suggest: wire::sending::AddressRequest => wire::sending::Addressees;
            address_check: wire::sending::AddressRequest => wire::sending::AddressCheck;
            conversation_begin: wire::sending::BeginRequest => wire::sending::Begun;
            message_html: wire::message::MessageHtmlRequest => wire::message::MessageHtml;
            note_add: wire::message::NoteRequest => wire::Made;
            note_edit: wire::message::NoteEditRequest => wire::Done;
            note_delete: wire::message::MessageId => wire::Done;
            note_pin: wire::message::NotePinRequest => wire::Done;
            draft_save: wire::message::DraftRequest => wire::Done;
            attachment_stage: wire::message::AttachmentStageRequest => wire::message::Attachment;
            attachment_get: wire::message::AttachmentId => wire::message::AttachmentContent;

            contact_get: wire::conversation::ConversationId => wire::contact::ContactSheet;
            contact_candidates: wire::contact::ContactCandidatesRequest => wire::contact::ContactCandidates;
            people_search: wire::search::PeopleSearchRequest => wire::search::PeopleFound;
            message_search: wire::search::MessageSearchRequest => wire::search::MessagesFound;
            palette_search: wire::search::PaletteSearchRequest => wire::search::PaletteFound;

            contact_update: wire::contact::ContactUpdateRequest => wire::Done;
            stars_explain: wire::stars::StarsRequest => wire::stars::StarsExplanation;
            identity_add: wire::contact::IdentityAddRequest => wire::Made;
            identity_update: wire::contact::IdentityUpdateRequest => wire::Done;
            identity_remove: wire::contact::IdentityId => wire::Done;
            identity_mark: wire::contact::IdentityMarkRequest => wire::Done;
            duplicate_list: wire::merge::DuplicateListRequest => wire::merge::DuplicateList;
            duplicate_dismiss: wire::merge::DuplicatePair => wire::Done;
            merge_preview: wire::merge::MergePreviewRequest => wire::merge::MergePreview;
            contact_merge: wire::merge::ContactMergeRequest => wire::Made;
            contact_unmerge: wire::merge::MergeId => wire::Done;

            field_list: wire::Nothing => wire::field::FieldList;
            field_save: wire::field::FieldSaveRequest => wire::Made;
            field_delete: wire::field::FieldId => wire::Done;
            field_move: wire::field::FieldMoveRequest => wire::Done;
            field_value_set: wire::field::FieldValueRequest => wire::Done;

            block_list: wire::Nothing => wire::block::BlockList;
            block_add: wire::block::BlockAddRequest => wire::Made;
            block_lift: wire::block::BlockLiftRequest => wire::Done;
            held_list: wire::block::HeldListRequest => wire::block::HeldList;
            held_release: wire::message::MessageId => wire::Done;

            board_get: wire::board::BoardRequest => wire::board::Board;
            board_cards: wire::board::BoardCardsRequest => wire::board::BoardCards;
            deal_move: wire::board::DealMoveRequest => wire::Done;
            cards_move: wire::board::CardsMoveRequest => wire::Done;
            deal_price_set: wire::board::DealPriceRequest => wire::Done;
            deal_get: wire::deal::DealId => wire::deal::DealSheet;
            deal_history: wire::deal::DealId => wire::deal::DealHistory;
            deals_of_contact: wire::deal::DealsOfContactRequest => wire::deal::DealsOfContact;
            deal_add: wire::deal::DealAddRequest => wire::Made;
            deal_update: wire::deal::DealUpdateRequest => wire::Done;
            deal_reason_set: wire::deal::DealReasonRequest => wire::Done;
            deal_delete: wire::deal::DealId => wire::Done;
            deal_comment_list: wire::deal::DealId => wire::deal::DealComments;
            deal_comment_add: wire::deal::DealCommentRequest => wire::Made;
            deal_comment_edit: wire::deal::DealCommentEditRequest => wire::Done;
            deal_comment_delete: wire::deal::DealCommentId => wire::Done;
            deal_file_add: wire::deal::DealFilesRequest => wire::Done;
            deal_file_remove: wire::deal::DealFileRequest => wire::Done;

            pipeline_list: wire::Nothing => wire::pipeline::PipelineList;
            pipeline_add: wire::pipeline::PipelineAddRequest => wire::Made;
            pipeline_rename: wire::pipeline::PipelineNameRequest => wire::Done;
            pipeline_duplicate: wire::pipeline::PipelineNameRequest => wire::Made;
            pipeline_archive: wire::pipeline::PipelineArchiveRequest => wire::Done;
            pipeline_restore: wire::pipeline::PipelineId => wire::Done;
            pipeline_default_set: wire::pipeline::PipelineId => wire::Done;
            pipeline_move: wire::pipeline::PipelineMoveRequest => wire::Done;
            stage_add: wire::pipeline::StageAddRequest => wire::Made;
            stage_rename: wire::pipeline::StageRenameRequest => wire::Done;
            stage_update: wire::pipeline::StageUpdateRequest => wire::Done;
            stage_move: wire::pipeline::StageMoveRequest => wire::Done;
            stage_use: wire::pipeline::StageId => wire::pipeline::StageUse;
            stage_delete: wire::pipeline::StageDeleteRequest => wire::Done;

            category_list: wire::Nothing => wire::category::CategoryList;
            category_add: wire::category::CategoryAddRequest => wire::Made;
            category_rename: wire::category::CategoryRenameRequest => wire::Done;
            category_archive: wire::category::CategoryArchiveRequest => wire::Done;
            category_move: wire::category::CategoryMoveRequest => wire::Done;

            tag_add: wire::tag::TagAddRequest => wire::Made;
            tag_list: wire::Nothing => wire::tag::TagList;
            tag_update: wire::tag::TagUpdateRequest => wire::Done;
            tag_merge_preview: wire::tag::TagMergeRequest => wire::tag::TagMerge;
            tag_merge: wire::tag::TagMergeRequest => wire::Done;
            tag_delete: wire::tag::TagId => wire::Done;

            task_list: wire::task::TaskListRequest => wire::task::TaskList;
            task_add: wire::task::TaskAddRequest => wire::Made;
            task_done: wire::task::TaskDoneRequest => wire::Done;
            task_update: wire::task::TaskUpdateRequest => wire::Done;
            task_delete: wire::task::TaskId => wire::Done;

            trigger_list: wire::Nothing => wire::trigger::TriggerList;
            trigger_save: wire::trigger::TriggerSaveRequest => wire::Made;
            trigger_enable: wire::trigger::TriggerEnableRequest => wire::Done;
            trigger_delete: wire::trigger::TriggerId => wire::Done;
            trigger_runs: wire::trigger::TriggerRunsRequest => wire::trigger::TriggerRuns;

            template_list: wire::Nothing => wire::template::TemplateList;
            template_save: wire::template::TemplateSaveRequest => wire::Made;
            template_delete: wire::template::TemplateId => wire::Done;
            template_insert: wire::template::TemplateInsertRequest => wire::template::TemplateInserted;
            template_preview: wire::template::TemplatePreviewRequest => wire::template::TemplatePreview;

            mail_discover: wire::source::MailDiscoverRequest => wire::source::MailDiscovery;
            mailbox_get: wire::source::SourceId => wire::source::MailboxRequest;
            mailbox_check: wire::source::MailboxRequest => wire::source::MailboxCheck;
            mailbox_save: wire::source::MailboxRequest => wire::Made;
            source_pause: wire::source::SourcePauseRequest => wire::Done;
            source_sync: wire::source::SourceId => wire::Done;
            source_remove: wire::source::SourceId => wire::Done;
        }
    };
}
