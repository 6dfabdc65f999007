//! What happens in a conversation, before it happens: a list of steps with pauses, from a fate.

use super::dice::Dice;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// A day in milliseconds.
pub(crate) const DAY: i64 = 24 * HOUR;

/// How a conversation turned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Nobody has accepted it.
    New,
    /// In this active stage, counted from 0.
    InWork(usize),
    /// Bought.
    Won,
    /// Did not buy.
    Lost,
    /// Nobody asked for it.
    Spam,
    /// Bought, and wrote again much later.
    CameBack,
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The customer begins.
    Opens,
    /// The customer goes on.
    Asks,
    /// The customer buys.
    Agrees,
    /// The customer does not.
    Declines,
    /// The customer writes much later.
    Returns,
    /// Nobody asked for it.
    Spams,
    /// We take it into work.
    Accepts,
    /// We name a price.
    Answers,
    /// We go on.
    Replies,
    /// We write the price down.
    Prices,
    /// The card goes to this active stage.
    Moves(usize),
    /// The card goes to where the fate says.
    Ends,
    /// We leave a note.
    Notes,
    /// We set a label.
    Labels,
    /// We set a task.
    Tasks,
}

/// A step and how long after the one before it comes, in milliseconds.
pub(crate) type Paced = (i64, Step);

/// What this fate looks like for a conversation whose last message is `age` milliseconds old.
pub(crate) fn fate(dice: &mut Dice, age: i64, active_stages: usize) -> Fate {
    let in_work = |dice: &mut Dice| {
        Fate::InWork(usize::try_from(dice.below(active_stages as u64)).unwrap_or_default())
    };
    let ended = |dice: &mut Dice| match dice.below(100) {
        0..55 => Fate::Won,
        55..85 => Fate::Lost,
        _ => Fate::Spam,
    };
    let chance = dice.below(100);
    if age < 3 * DAY {
        match chance {
            0..38 => Fate::New,
            38..44 => Fate::CameBack,
            44..90 => in_work(dice),
            _ => ended(dice),
        }
    } else if age < 45 * DAY {
        if chance < 62 {
            in_work(dice)
        } else {
            ended(dice)
        }
    } else if chance < 6 {
        in_work(dice)
    } else {
        ended(dice)
    }
}

/// The steps of a fate in order.
pub(crate) fn steps(dice: &mut Dice, fate: Fate) -> Vec<Paced> {
    let mut steps = Vec::with_capacity(16);
    match fate {
        Fate::New => {
            steps.push((0, Step::Opens));
            if dice.chance(35) {
                steps.push((dice.between(5 * MINUTE, 9 * HOUR), Step::Asks));
            }
            if dice.chance(25) {
                steps.push((0, Step::Labels));
            }
        }
        Fate::Spam => {
            steps.push((0, Step::Spams));
            steps.push((dice.between(MINUTE, 5 * HOUR), Step::Ends));
        }
        Fate::InWork(stage) => {
            talk(dice, &mut steps, stage);
            if dice.chance(45) {
                steps.push((dice.between(10 * MINUTE, DAY), Step::Asks));
            }
            if dice.chance(30) {
                steps.push((0, Step::Tasks));
            }
        }
        Fate::Won | Fate::Lost | Fate::CameBack => {
            let reached = usize::try_from(dice.below(4)).unwrap_or_default();
            talk(dice, &mut steps, reached);
            let last = if fate == Fate::Lost {
                Step::Declines
            } else {
                Step::Agrees
            };
            steps.push((dice.between(HOUR, 3 * DAY), last));
            steps.push((dice.between(MINUTE, 5 * HOUR), Step::Ends));
            if fate == Fate::CameBack {
                steps.push((dice.between(20 * DAY, 200 * DAY), Step::Returns));
            }
        }
    }
    steps
}

/// From the first word to this active stage.
fn talk(dice: &mut Dice, steps: &mut Vec<Paced>, stage: usize) {
    steps.push((0, Step::Opens));
    steps.push((dice.between(2 * MINUTE, 5 * HOUR), Step::Accepts));
    if dice.chance(40) {
        steps.push((MINUTE, Step::Labels));
    }
    steps.push((dice.between(MINUTE, 40 * MINUTE), Step::Answers));
    if dice.chance(85) {
        steps.push((MINUTE, Step::Prices));
    }
    for next in 1..=stage {
        if dice.chance(60) {
            steps.push((dice.between(10 * MINUTE, DAY), Step::Asks));
            steps.push((dice.between(2 * MINUTE, 6 * HOUR), Step::Replies));
        }
        steps.push((dice.between(MINUTE, 8 * HOUR), Step::Moves(next)));
    }
    if dice.chance(20) {
        steps.push((dice.between(MINUTE, HOUR), Step::Notes));
    }
}
