//! An empty window of the same kind and size as Runnel's: what starting and showing anything costs at least.
//! `cargo xtask bench window` runs it beside Runnel.

#[cfg(target_os = "linux")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("blank: start and memory of the window are measured on Linux");
}

#[cfg(target_os = "linux")]
mod linux {
    use tao::dpi::LogicalSize;
    use tao::event::{Event, WindowEvent};
    use tao::event_loop::{ControlFlow, EventLoop};
    use tao::platform::unix::WindowExtUnix;
    use tao::window::WindowBuilder;
    use wry::{WebViewBuilder, WebViewBuilderExtUnix};

    /// Names itself when its second frame begins, as Runnel's interface does (ui/src/lib/title.ts).
    const PAGE: &str = "<!doctype html><title>Blank</title><script>
    requestAnimationFrame(() => requestAnimationFrame(() => (document.title = 'Blank, drawn')));
</script>";

    pub fn main() -> Result<(), Box<dyn std::error::Error>> {
        let events = EventLoop::new();
        let window = WindowBuilder::new()
            .with_title("Blank")
            .with_inner_size(LogicalSize::new(1280, 800))
            .build(&events)?;
        let window = std::rc::Rc::new(window);
        let named = std::rc::Rc::clone(&window);
        let inside = window.default_vbox().ok_or("a window without an inside")?;
        let view = WebViewBuilder::new()
            .with_html(PAGE)
            .with_document_title_changed_handler(move |title| named.set_title(&title))
            .build_gtk(inside)?;
        events.run(move |event, _, flow| {
            // The view lives as long as the loop.
            let _ = &view;
            *flow = ControlFlow::Wait;
            if let Event::WindowEvent {
                event: WindowEvent::CloseRequested,
                ..
            } = event
            {
                *flow = ControlFlow::Exit;
            }
        })
    }
}
