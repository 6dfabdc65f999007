//! Chooses how WebKitGTK draws, before GTK starts.
//!
//! On a machine without a graphics processor its shared-memory buffers between processes cost more than
//! they save: with them off, scrolling took a third to a sixth of the time and the process tree 178 instead
//! of 244 MB (docs/performance.md). With a graphics processor it is the other way round.

/// Other systems draw in their own ways.
#[cfg(not(target_os = "linux"))]
pub fn choose() {}

/// Called first of all, while this process has one thread. Does nothing where a person has chosen already.
#[cfg(target_os = "linux")]
pub fn choose() {
    let is_chosen = CHOICES.iter().any(|name| std::env::var_os(name).is_some());
    if is_chosen || has_graphics_processor() {
        return;
    }
    // GLib's, because WebKit reads it through GLib and C; starting anew with another environment loads all of
    // GTK and WebKit twice, a tenth of a second.
    if let Err(error) = glib::setenv(NO_DMABUF, "1", false) {
        // Then it draws slowly, but it draws.
        tracing::warn!(%error, "could not choose another renderer");
    }
}

#[cfg(target_os = "linux")]
const NO_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Any of these in the environment is a person's decision.
#[cfg(target_os = "linux")]
const CHOICES: [&str; 3] = [
    NO_DMABUF,
    "WEBKIT_DMABUF_RENDERER_FORCE_SHM",
    "WEBKIT_DISABLE_COMPOSITING_MODE",
];

/// A render node of a real driver; virtual displays have nodes, too, and Mesa can be told to ignore them.
#[cfg(target_os = "linux")]
fn has_graphics_processor() -> bool {
    const NOT_REAL: [&str; 2] = ["vgem", "vkms"];
    if std::env::var_os("LIBGL_ALWAYS_SOFTWARE")
        .is_some_and(|value| value == "1" || value == "true")
    {
        return false;
    }
    let nodes = std::fs::read_dir("/dev/dri")
        .into_iter()
        .flatten()
        .flatten();
    nodes
        .map(|node| node.file_name().to_string_lossy().into_owned())
        .any(|node| {
            let driver = std::fs::read_link(format!("/sys/class/drm/{node}/device/driver"));
            let driver = driver
                .ok()
                .and_then(|path| path.file_name().map(std::ffi::OsStr::to_owned));
            let is_real = driver.is_none_or(|name| !NOT_REAL.iter().any(|fake| name == *fake));
            node.starts_with("renderD") && is_real
        })
}
