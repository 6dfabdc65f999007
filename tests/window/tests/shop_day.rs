//! A day in the shop, in the real window with real mail servers: from the first mail to the automatic answer.

use std::process::Command;
use std::time::Duration;

use runnel_peers::{MailServers, eventually, mail_or_skip};

use crate::announcements::Announcements;
use crate::window::Window;

const QUESTION_ID: &str = "<oak-table@ana.localhost>";
const ANSWER: &str = "Thank you! Our offer for the table follows today.";

/// PO-1, UC-2, UP-1, UP-2, UP-12, UT-3, UT-9, UT-15
#[tokio::test]
async fn a_mail_comes_in_travels_the_pipeline_and_a_trigger_answers_it() {
    let Some(mail) = mail_or_skip("a day in the shop") else {
        return;
    };
    mail.add_mailbox("shop", "oak and ash").unwrap();
    mail.add_mailbox("ana", "pw").unwrap();
    let announcements = Announcements::listen();
    let window = Window::open().await;

    connect_mailbox(&window, &mail).await;
    make_trigger(&window).await;

    // Ana writes while the seller looks elsewhere.
    look_elsewhere();
    window.go("Chats").await;
    deliver(&mail, QUESTION_ID, "Is the oak table still there?");
    window.find("//*[@role='grid']//*[@role='row'][contains(., 'Ana Lima')][contains(., 'Is the oak table still there?')]").await;
    let shown = announcements.wait_for(1);
    assert!(
        shown
            .iter()
            .any(|(title, text)| title == "Ana Lima" && text.contains("oak table")),
        "a mail that comes while the window is not in front is announced: {shown:?}"
    );
    window.picture("chats").await;

    // The card goes from the tray into work, and on to the stage with the trigger.
    window.go("Pipeline").await;
    let first = "In work";
    move_card(&window, "New", first).await;
    move_card(&window, first, "Offer").await;
    window.picture("pipeline").await;

    let received = mail.wait_for_messages("ana", 1).unwrap();
    let answer = String::from_utf8_lossy(&received[0]).into_owned();
    assert!(answer.contains(ANSWER), "the trigger's words: {answer}");
    assert!(
        answer.contains(&format!("In-Reply-To: {QUESTION_ID}")),
        "Ana's mail program files it under her question: {answer}"
    );
    assert!(answer.contains("Subject: Re: Oak table"), "{answer}");

    // The timeline tells that it was sent, and by whom.
    let card = card_in(&window, "Offer").await;
    window.click(&card, "the card").await;
    window
        .find(&format!(
            "//section[@aria-label='Conversation']//*[contains(., '{ANSWER}')]"
        ))
        .await;
    window.read("sent ").await;
    window.read("automatic").await;
    window.picture("answered").await;
    window.press("Close conversation").await;

    // The move is taken back by keyboard; what has left stays sent.
    window.press_ctrl('z').await;
    card_in(&window, first).await;
    assert_eq!(
        mail.messages("ana").unwrap().len(),
        1,
        "one answer, whatever was moved and taken back"
    );

    // A second start finds the first one and brings it to the front.
    look_elsewhere();
    let second = window.start_again().status().unwrap();
    assert!(second.success(), "it hands over and ends: {second}");
    assert!(
        eventually(Duration::from_secs(10), || focused().contains("Runnel")),
        "the first window has the focus, not `{}`",
        focused()
    );
    window.close().await;
}

async fn connect_mailbox(window: &Window, mail: &MailServers) {
    window.go("Sources").await;
    window.press("Connect a mailbox").await;
    window.fill("Mail address", "shop@localhost").await;
    window.fill("Password", "oak and ash").await;
    window.fill("Sender's name", "Oak & Ash").await;
    window.press("Continue").await;
    let group = |legend| format!("//fieldset[legend[normalize-space(.)='{legend}']]");
    for (legend, port) in [
        ("Receiving (IMAP)", mail.imaps_port()),
        ("Sending (SMTP)", mail.submissions_port()),
    ] {
        window.fill_in(&group(legend), "Server", "localhost").await;
        window
            .fill_in(&group(legend), "Port", &port.to_string())
            .await;
    }
    window.press("Test and connect").await;
    // The shop runs its own server: nobody vouches for its certificate but the shop.
    window.press("Trust this certificate").await;
    window
        .find("//article[contains(., 'shop@localhost')][contains(., 'works')]")
        .await;
    window.picture("connected").await;
}

async fn make_trigger(window: &Window) {
    window.go("Triggers").await;
    window.press("New trigger").await;
    window.fill("Name", "Offer follows").await;
    window.choose("Event", "A deal enters a stage").await;
    let stage = window
        .find("//*[@role='group'][@aria-label='Stages']//button[normalize-space(.)='Offer']")
        .await;
    window.click(&stage, "the stage Offer").await;
    window.fill("Message", ANSWER).await;
    window.read("When a deal enters Offer, send").await;
    window.press("Create trigger").await;
    window
        .find("//article[contains(., 'Offer follows')] | //li[contains(., 'Offer follows')]")
        .await;
    window.picture("trigger").await;
}

fn deliver(mail: &MailServers, id: &str, text: &str) {
    let raw = format!(
        "From: Ana Lima <ana@localhost>\nTo: shop@localhost\nSubject: Oak table\n\
         Message-ID: {id}\nDate: Sun, 22 Nov 2026 09:00:00 +0000\n\n{text}\n"
    );
    mail.deliver("ana@localhost", "shop@localhost", raw.as_bytes())
        .unwrap();
}

async fn move_card(window: &Window, from: &str, to: &str) {
    let card = card_in(window, from).await;
    let column = window
        .find(&format!("//section[starts-with(@aria-label, '{to}, ')]"))
        .await;
    window.drag(&card, &column).await;
    card_in(window, to).await;
}

async fn card_in(window: &Window, stage: &str) -> fantoccini::elements::Element {
    window
        .find(&format!(
            "//section[starts-with(@aria-label, '{stage}, ')]//*[@role='button'][contains(., 'Ana Lima')]"
        ))
        .await
}

/// No window has the keyboard afterwards.
fn look_elsewhere() {
    let root = xdotool(&["search", "--maxdepth", "0", ""]);
    let root = root.lines().next().unwrap_or_default().to_owned();
    xdotool(&["windowfocus", &root]);
}

/// The title of the window that has the keyboard.
fn focused() -> String {
    let window = xdotool(&["getwindowfocus"]);
    xdotool(&["getwindowname", window.trim()])
}

fn xdotool(words: &[&str]) -> String {
    let told = Command::new("xdotool").args(words).output().unwrap();
    String::from_utf8_lossy(&told.stdout).into_owned()
}
