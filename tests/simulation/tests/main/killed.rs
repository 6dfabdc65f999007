//! The promise of the whole program: whatever moment it dies at, no message is lost, none is doubled, nothing is sent
//! twice, and what nobody can know is shown as unknown.

use std::{
    env,
    fmt::Write as _,
    fs,
    io::Write as _,
    thread,
    time::{Duration, Instant},
};

use runnel_peers::mail_or_skip;

use crate::{
    check::{self, Past, arrived, found_by_customers},
    customers::Customers,
    dice::Dice,
    fates::Fates,
    ledger::Ledger,
    phase::{Phase, Phases},
    shop::{Shop, tail},
};

const KILLS: usize = 100;
/// So often a person gets to decide: an answer whose fate is unknown holds up those behind it.
const BETWEEN_PEACES: usize = 20;
/// All lives together; then the promise is checked with the kills there were, and that there were enough.
const KILLING: Duration = Duration::from_secs(200);
/// How long the program may need to come to rest once nobody kills it.
const PEACE: Duration = Duration::from_secs(60);
/// How long one life waits for something to happen before it is killed anyway.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long no mail may move before nothing is on its way any more.
const STILL: Duration = Duration::from_secs(3);

/// issue 2: kill -9
#[test]
fn killed_a_hundred_times_it_loses_nothing_and_sends_nothing_twice() {
    let seed = env::var("RUNNEL_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    killed(seed.unwrap_or(20_261_122), KILLS);
}

fn killed(seed: u64, kills: usize) {
    say(&format!("seed {seed} (RUNNEL_SEED={seed} to run it again)"));
    let Some(servers) = mail_or_skip("killed at random moments") else {
        return;
    };
    let mut story = Story {
        shop: Shop::on(servers),
        customers: Customers::default(),
        dice: Dice::new(seed),
        phases: Phases::default(),
        fates: Fates::default(),
        past: Past::default(),
    };
    let begun = Instant::now();
    while story.phases.kills < kills && begun.elapsed() < KILLING {
        story.one_life();
        if story.phases.kills.is_multiple_of(BETWEEN_PEACES) {
            story.peace();
        }
    }
    story.peace();
    let Story {
        phases,
        fates,
        customers,
        ..
    } = &story;
    say(&format!(
        "{}, {} orders, {:.0?}",
        phases.report(),
        customers.orders.len(),
        begun.elapsed()
    ));
    say(&fates.report());
    assert_eq!(
        phases.kills, kills,
        "too slow: {} kills prove too little",
        phases.kills
    );
    // Starting is over in a blink on a machine at rest; how often it was met is printed.
    for phase in [Phase::Receiving, Phase::Sending] {
        assert!(
            phases.hits(phase) > 0,
            "no kill met {phase:?}: this proved nothing about it"
        );
    }
    assert!(
        fates.not_arrived > 0,
        "no kill came before a mail was handed over"
    );
    assert!(
        fates.settled + fates.arrived > 0,
        "no kill came after a mail was handed over"
    );
}

struct Story {
    shop: Shop,
    customers: Customers,
    dice: Dice,
    phases: Phases,
    fates: Fates,
    past: Past,
}

impl Drop for Story {
    fn drop(&mut self) {
        if thread::panicking() {
            say(&format!(
                "{}\n{}",
                self.phases.report(),
                tail(&self.shop.log())
            ));
            if let Some(file) = env::var_os("RUNNEL_KEEP") {
                // To read it once is to fold its log into it.
                drop(self.shop.look());
                let _ = fs::copy(self.shop.workspace(), file);
            }
        }
    }
}

impl Story {
    /// Mail comes while the program is closed, it starts, more comes, and at some moment it is killed.
    fn one_life(&mut self) {
        let Self {
            shop,
            customers,
            dice,
            ..
        } = self;
        shop.roll_weather(dice);
        if dice.percent(50) {
            customers.write(shop, dice);
        }
        let mut victim = shop.start(&[]);
        match dice.number(1..=10) {
            // It has hardly begun.
            1 => thread::sleep(dice.millis(1..=80)),
            // Any moment at all.
            2..=3 => {
                let (before, after) = (dice.millis(10..=300), dice.millis(10..=300));
                thread::sleep(before);
                customers.write(shop, dice);
                thread::sleep(after);
            }
            // A mail was just delivered.
            4..=6 => {
                victim.hear("ready", PATIENCE);
                thread::sleep(dice.millis(0..=200));
                customers.write(shop, dice);
                thread::sleep(dice.millis(0..=150));
            }
            // A customer just got an answer, and the program may not know it yet.
            7 => {
                victim.hear("ready", PATIENCE);
                shop.until_a_customer_gets_mail(Duration::from_secs(2), || {
                    customers.write(shop, dice)
                });
                thread::sleep(dice.millis(0..=60));
            }
            // An answer was just asked for, or is on its way.
            _ => {
                victim.hear("ready", PATIENCE);
                let serial = customers.write(shop, dice);
                victim.hear(&format!("asking {serial}"), PATIENCE);
                thread::sleep(dice.millis(0..=900));
            }
        }
        let told = victim.kill();
        shop.hang_up();
        let after = shop.autopsy();
        self.phases.count(&told, &self.customers, after.as_ref());
        self.past
            .still_stands(&told, &self.customers, after.as_ref());
    }

    /// Nobody kills it any more: it comes to rest, and a person decides what it could not know.
    fn peace(&mut self) {
        self.shop.calm_weather();
        let ledger = self.rest(&[]);
        check::nothing_lost_or_doubled(&self.customers, &ledger);
        check::states_are_true(&self.customers, &ledger, &self.shop);
        ledger.is_sound();
        self.fates.count(
            std::mem::take(&mut self.phases.cut_off),
            &ledger,
            &self.shop,
        );

        // Behind one answer that was unknown there may be another one that is.
        let mut ledger = ledger;
        for _ in 0..self.customers.orders.len() {
            let unknown = ledger.answers_in("unknown");
            if unknown.is_empty() {
                break;
            }
            let found = found_by_customers(&self.shop);
            let (seen, again): (Vec<u32>, Vec<u32>) = unknown
                .into_iter()
                .partition(|serial| found.contains_key(serial));
            ledger = self.rest(&[decision("seen", &seen), decision("again", &again)]);
        }
        check::nothing_lost_or_doubled(&self.customers, &ledger);
        check::every_answer_arrived(&self.customers, &ledger, &self.shop);
        ledger.is_sound();
    }

    /// One life in peace, until everything that can go has gone.
    fn rest(&self, decisions: &[String]) -> Ledger {
        let undecided = usize::from(!decisions.is_empty());
        let mut victim = self.shop.start(decisions);
        assert!(victim.hear("ready", PATIENCE), "it does not start any more");
        let begun = Instant::now();
        loop {
            assert!(
                begun.elapsed() < PEACE,
                "it does not come to rest: {}",
                self.restless()
            );
            thread::sleep(Duration::from_millis(200));
            let unknown = |ledger: &Ledger| ledger.answers_in("unknown").len();
            let rested = |ledger: &Ledger| {
                self.is_at_rest(ledger) && (undecided == 0 || unknown(ledger) == 0)
            };
            if self.shop.look().is_some_and(|ledger| rested(&ledger)) {
                break;
            }
        }
        victim.quit();
        self.shop.until_no_mail_moves(STILL, PEACE);
        self.shop.look().unwrap()
    }

    fn is_at_rest(&self, ledger: &Ledger) -> bool {
        self.customers.orders.iter().all(|order| {
            let answer = ledger
                .answers
                .get(&order.serial)
                .and_then(|rows| rows.first());
            answer.is_some_and(|answer| match answer.state.as_str() {
                "unknown" => true,
                "queued" => ledger.waits_behind_unknown(order.serial),
                state => arrived(state),
            })
        })
    }

    fn restless(&self) -> String {
        let Some(ledger) = self.shop.look() else {
            return "no workspace".to_owned();
        };
        let mut open = String::new();
        for order in &self.customers.orders {
            let answer = ledger
                .answers
                .get(&order.serial)
                .map(|rows| rows[0].state.as_str());
            let told = match (ledger.orders.contains_key(&order.serial), answer) {
                (false, _) => "not received",
                (true, None) => "not answered",
                (true, Some(state)) if arrived(state) => continue,
                (true, Some(state)) => state,
            };
            let _ = write!(open, "#{} {told}; ", order.serial);
        }
        open
    }
}

fn decision(what: &str, serials: &[u32]) -> String {
    let serials: Vec<String> = serials.iter().map(u32::to_string).collect();
    format!("{what}={}", serials.join(","))
}

/// Not by println!, which the test harness keeps to itself when a test passes.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "kill -9: {line}");
}
