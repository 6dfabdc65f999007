//! Makes a workspace to measure or to look at: `generate PATH [CONVERSATIONS] [MESSAGES]`, 10000 and ten messages each
//! unless said.

use std::{path::PathBuf, time::Instant};

use runnel_app::clock::SystemClock;
use runnel_domain::Clock as _;
use runnel_performance::{
    generator::{self, Plan},
    shop::Fault,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Fault> {
    let mut words = std::env::args().skip(1);
    let path = PathBuf::from(
        words
            .next()
            .ok_or("generate PATH [CONVERSATIONS] [MESSAGES]")?,
    );
    let conversations: usize = words.next().map_or(Ok(10_000), |word| word.parse())?;
    let mut plan = Plan::of(conversations, SystemClock.now().0);
    if let Some(messages) = words.next() {
        plan.messages = messages.parse()?;
    }
    let begun = Instant::now();
    generator::workspace(&path, &plan).await?;
    let took = begun.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss)]
    let rate = plan.messages as f64 / took;
    println!("{} in {took:.1} s, {rate:.0} messages/s", path.display());
    Ok(())
}
