//! What stories ask the workspace for, in words of the shop.

use serde_json::{Value, json};

use crate::World;

impl World {
    /// The whole workspace as an interface sees it.
    pub async fn workspace(&self) -> Value {
        self.call("workspace_get", json!({})).await
    }

    /// Rows of a folder, last activity first.
    pub async fn folder(&self, folder: &str) -> Vec<Value> {
        self.sorted(folder, "activity", true).await
    }

    /// Rows of a folder in another order.
    pub async fn sorted(&self, folder: &str, column: &str, descending: bool) -> Vec<Value> {
        let sort = json!({ "column": column, "descending": descending });
        let request = json!({ "place": folder, "sort": sort, "offset": 0, "limit": 200 });
        self.call("chats_page", request).await["rows"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// The row of a client, with the folder that it lies in.
    pub async fn row_of(&self, client: &str) -> Value {
        for folder in ["new", "accepted", "archive"] {
            for row in self.folder(folder).await {
                if row["client"] == client {
                    return row;
                }
            }
        }
        panic!("no conversation with {client}");
    }

    /// The conversation of a client.
    pub async fn conversation_of(&self, client: &str) -> i64 {
        self.row_of(client).await["id"].as_i64().unwrap()
    }

    /// The folder that a client's conversation lies in.
    pub async fn folder_of(&self, client: &str) -> String {
        self.row_of(client).await["folder"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The deal of a client.
    pub async fn deal_of(&self, client: &str) -> i64 {
        self.row_of(client).await["deal_id"]
            .as_i64()
            .expect("it has a deal")
    }

    /// A stage of the default pipeline by name.
    pub async fn stage(&self, name: &str) -> i64 {
        let workspace = self.workspace().await;
        let stages = workspace["pipelines"][0]["stages"].as_array().unwrap();
        let stage = stages
            .iter()
            .find(|stage| stage["name"] == name)
            .expect("a stage of this name");
        stage["id"].as_i64().unwrap()
    }

    /// The default pipeline.
    pub async fn pipeline(&self) -> i64 {
        self.workspace().await["pipelines"][0]["id"]
            .as_i64()
            .unwrap()
    }

    /// A conversation as its window shows it.
    pub async fn open(&self, conversation: i64) -> Value {
        self.call(
            "conversation_get",
            json!({ "conversation_id": conversation }),
        )
        .await
    }

    /// Its whole timeline, oldest first.
    pub async fn timeline(&self, conversation: i64) -> Vec<Value> {
        let request = json!({ "conversation_id": conversation, "before": null, "limit": 200 });
        self.call("timeline_page", request).await["items"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// Messages and notes on it.
    pub async fn messages(&self, conversation: i64) -> Vec<Value> {
        let items = self.timeline(conversation).await.into_iter();
        items.filter(|item| item["type"] == "message").collect()
    }

    /// Kinds of what happened, oldest first.
    pub async fn happenings(&self, conversation: i64) -> Vec<String> {
        let items = self.timeline(conversation).await.into_iter();
        items
            .filter(|item| item["type"] == "event")
            .map(|item| item["what"]["kind"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Accepts a client's conversation into the first active stage.
    pub async fn accept(&self, client: &str) -> Value {
        let conversation = self.conversation_of(client).await;
        let request =
            json!({ "conversation_id": conversation, "stage_id": null, "before_deal_id": null });
        self.call("conversation_accept", request).await
    }

    /// Moves a client's card to the end of a column.
    pub async fn move_to(&self, client: &str, stage: &str) -> Value {
        let (deal, stage) = (self.deal_of(client).await, self.stage(stage).await);
        let request =
            json!({ "deal_id": deal, "stage_id": stage, "before_deal_id": null, "revision": null });
        self.call("deal_move", request).await
    }

    /// Answers a client; the message is queued.
    pub async fn answer(&self, client: &str, text: &str) -> i64 {
        let conversation = self.conversation_of(client).await;
        let request =
            json!({ "conversation_id": conversation, "text": text, "attachment_ids": [] });
        self.call("message_send", request).await["id"]
            .as_i64()
            .unwrap()
    }

    /// How far a message has come.
    pub async fn state_of(&self, client: &str, message: i64) -> String {
        let conversation = self.conversation_of(client).await;
        let messages = self.messages(conversation).await;
        let found = messages
            .iter()
            .find(|item| item["id"] == message)
            .expect("that message");
        found["state"].as_str().unwrap().to_owned()
    }

    /// Takes an operation back.
    pub async fn undo(&self, done: &Value) -> Value {
        self.call("operation_undo", json!({ "operation": done["operation"] }))
            .await
    }
}
