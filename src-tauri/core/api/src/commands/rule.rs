//! A trigger's settings between wire and domain.
//!
//! The wire has what the first editor can say; a rule with more than that (written by a newer version) cannot be
//! shown as it is, so its card says that it is not understood.

use runnel_domain::{
    condition::{Clause, Condition, TagTest, Test},
    ids::{MemberId, SourceId, StageId, TagId, TemplateId},
    rule::{self, Action, ActionKind, Assignee, Delay, Rule, RuleEvent, Wording},
};

use crate::wire::trigger::{
    TriggerAction, TriggerBody, TriggerCondition, TriggerDeed, TriggerEvent,
};

/// What a person typed, as a rule. Names are not part of it.
pub(crate) fn to_rule(body: &TriggerBody) -> Rule {
    let event = match &body.event {
        TriggerEvent::StageEntered { stage_ids } => RuleEvent::StageEntered {
            stages: stage_ids.iter().copied().map(StageId).collect(),
        },
        TriggerEvent::ConversationNew => RuleEvent::ConversationNew,
    };
    let tests = body
        .conditions
        .iter()
        .map(|condition| Clause::Test(to_test(condition)));
    Rule {
        v: rule::VERSION,
        event,
        condition: Condition::new(Clause::All(tests.collect())),
        actions: body.actions.iter().map(to_action).collect(),
        stop_here: false,
    }
}

/// A rule as the editor shows it; `None` where it says more than the editor can.
pub(crate) fn to_body(name: String, rule: &Rule) -> Option<TriggerBody> {
    let event = match &rule.event {
        RuleEvent::StageEntered { stages } => TriggerEvent::StageEntered {
            stage_ids: stages.iter().map(|stage| stage.0).collect(),
        },
        RuleEvent::ConversationNew => TriggerEvent::ConversationNew,
        RuleEvent::MessageReceived | RuleEvent::ResponsibleChanged | RuleEvent::TagAdded { .. } => {
            return None;
        }
    };
    let Clause::All(clauses) = &rule.condition.when else {
        return None;
    };
    let conditions = clauses
        .iter()
        .map(from_clause)
        .collect::<Option<Vec<_>>>()?;
    let actions = rule
        .actions
        .iter()
        .map(from_action)
        .collect::<Option<Vec<_>>>()?;
    Some(TriggerBody {
        name,
        event,
        conditions,
        actions,
    })
}

fn to_test(condition: &TriggerCondition) -> Test {
    match condition {
        TriggerCondition::Source { source_ids } => {
            Test::Source(source_ids.iter().copied().map(SourceId).collect())
        }
        TriggerCondition::Tag { tag_ids } => {
            Test::Tags(TagTest::Any(tag_ids.iter().copied().map(TagId).collect()))
        }
        TriggerCondition::TextContains { words } => Test::Text(words.clone()),
    }
}

fn from_clause(clause: &Clause) -> Option<TriggerCondition> {
    let Clause::Test(test) = clause else {
        return None;
    };
    match test {
        Test::Source(any) => Some(TriggerCondition::Source {
            source_ids: any.iter().map(|id| id.0).collect(),
        }),
        Test::Tags(TagTest::Any(any)) => Some(TriggerCondition::Tag {
            tag_ids: any.iter().map(|id| id.0).collect(),
        }),
        Test::Text(words) => Some(TriggerCondition::TextContains {
            words: words.clone(),
        }),
        _ => None,
    }
}

fn to_action(action: &TriggerAction) -> Action {
    let what = match &action.what {
        TriggerDeed::SendMessage { text, template_id } => ActionKind::SendMessage {
            message: match template_id {
                Some(id) => Wording::Template(TemplateId(*id)),
                None => Wording::Own(text.clone()),
            },
        },
        TriggerDeed::EditTags { add, remove } => ActionKind::EditTags {
            add: add.iter().copied().map(TagId).collect(),
            remove: remove.iter().copied().map(TagId).collect(),
        },
        TriggerDeed::CreateTask {
            task_kind,
            text,
            assignee_id,
            due_in_minutes,
        } => ActionKind::CreateTask {
            task: *task_kind,
            text: text.clone(),
            assignee: assignee_id
                .map_or(Assignee::Responsible, |id| Assignee::Member(MemberId(id))),
            due_in: due_in_minutes.map(Delay::Minutes),
        },
    };
    Action {
        delay: Delay::Minutes(action.delay_minutes),
        what,
    }
}

fn from_action(action: &Action) -> Option<TriggerAction> {
    let what = match &action.what {
        ActionKind::SendMessage { message } => match message {
            Wording::Own(text) => TriggerDeed::SendMessage {
                text: text.clone(),
                template_id: None,
            },
            Wording::Template(id) => TriggerDeed::SendMessage {
                text: String::new(),
                template_id: Some(id.0),
            },
        },
        ActionKind::EditTags { add, remove } => TriggerDeed::EditTags {
            add: add.iter().map(|id| id.0).collect(),
            remove: remove.iter().map(|id| id.0).collect(),
        },
        ActionKind::CreateTask {
            task,
            text,
            assignee,
            due_in,
        } => TriggerDeed::CreateTask {
            task_kind: *task,
            text: text.clone(),
            assignee_id: match assignee {
                Assignee::Responsible => None,
                Assignee::Member(member) => Some(member.0),
            },
            due_in_minutes: match due_in {
                Some(delay) => Some(minutes(*delay)?),
                None => None,
            },
        },
    };
    Some(TriggerAction {
        delay_minutes: minutes(action.delay)?,
        what,
    })
}

fn minutes(delay: Delay) -> Option<u32> {
    u32::try_from(delay.minutes()).ok()
}

#[cfg(test)]
mod tests {
    use runnel_domain::TaskKind;

    use super::*;

    #[test]
    fn what_the_editor_says_comes_back_as_it_was_said() {
        let body = TriggerBody {
            name: "Thank you".to_owned(),
            event: TriggerEvent::StageEntered {
                stage_ids: vec![3, 4],
            },
            conditions: vec![
                TriggerCondition::Source {
                    source_ids: vec![1],
                },
                TriggerCondition::Tag { tag_ids: vec![7] },
                TriggerCondition::TextContains {
                    words: vec!["price".to_owned()],
                },
            ],
            actions: vec![
                TriggerAction {
                    delay_minutes: 10,
                    what: TriggerDeed::SendMessage {
                        text: "Hi {{contact.first_name}}".to_owned(),
                        template_id: None,
                    },
                },
                TriggerAction {
                    delay_minutes: 0,
                    what: TriggerDeed::SendMessage {
                        text: String::new(),
                        template_id: Some(9),
                    },
                },
                TriggerAction {
                    delay_minutes: 0,
                    what: TriggerDeed::CreateTask {
                        task_kind: TaskKind::Call,
                        text: String::new(),
                        assignee_id: Some(2),
                        due_in_minutes: Some(60),
                    },
                },
                TriggerAction {
                    delay_minutes: 0,
                    what: TriggerDeed::EditTags {
                        add: vec![7],
                        remove: vec![],
                    },
                },
            ],
        };
        let rule = to_rule(&body);
        assert_eq!(rule.check(), [], "it is a good rule");
        assert_eq!(to_body(body.name.clone(), &rule), Some(body));
    }

    #[test]
    fn a_rule_that_says_more_than_the_editor_is_not_shown_as_less() {
        let mut rule = to_rule(&TriggerBody {
            name: String::new(),
            event: TriggerEvent::ConversationNew,
            conditions: vec![],
            actions: vec![],
        });
        rule.condition.when = Clause::Not(Box::new(Clause::All(vec![])));
        assert_eq!(to_body(String::new(), &rule), None);
    }
}
