//! Moments in people's words.

use runnel_domain::moment::NoMoment;

use crate::{
    router::Router,
    wire::{
        Nothing, WireError,
        moment::{Moment, MomentPreset, MomentPresets, MomentText},
    },
};

pub(crate) async fn moment_parse(
    router: &Router,
    request: MomentText,
) -> Result<Moment, WireError> {
    let read = router.app.moment_parse(request.text).await?;
    Ok(Moment {
        at: read.ok().map(|at| at.0),
        understood: read != Err(NoMoment::Unknown),
    })
}

pub(crate) async fn moment_presets(
    router: &Router,
    _: Nothing,
) -> Result<MomentPresets, WireError> {
    let presets = router.app.moment_presets().await?;
    let preset = |preset: runnel_domain::moment::Preset| MomentPreset {
        name: preset.name.to_owned(),
        at: preset.at.0,
    };
    Ok(MomentPresets {
        presets: presets.into_iter().map(preset).collect(),
    })
}
