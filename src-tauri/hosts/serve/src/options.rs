//! The command line: `runnel-serve --workspace PATH [--port N] [--ui DIR] [--token T] [--origin URL]
//! [--locale L] [--timezone Z] [--fake]`.

use std::path::PathBuf;

/// What the command line says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The workspace file; made when there is none.
    pub workspace: PathBuf,
    /// 0: any free one.
    pub port: u16,
    /// The built interface to serve.
    pub ui: Option<PathBuf>,
    /// `None`: a random one.
    pub token: Option<String>,
    /// A page of another origin that may ask too: the interface's development server.
    pub origin: Option<String>,
    /// Language of a new workspace.
    pub locale: String,
    /// IANA zone of a new workspace.
    pub timezone: String,
    /// With the scripted channel and the addresses that play it.
    pub fake: bool,
}

/// How it is called.
pub const USAGE: &str = "usage: runnel-serve --workspace PATH [--port N] [--ui DIR] [--token T] [--origin URL] \
                         [--locale L] [--timezone Z] [--fake]";

impl Options {
    /// Reads the arguments, without the program's own name.
    ///
    /// # Errors
    /// A sentence about what is wrong.
    pub fn read(arguments: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            locale: "en".to_owned(),
            ..Self::default()
        };
        let mut arguments = arguments.into_iter();
        let mut workspace = None;
        while let Some(name) = arguments.next() {
            if name == "--fake" {
                options.fake = true;
                continue;
            }
            let value = arguments
                .next()
                .ok_or_else(|| format!("{name} needs a value; {USAGE}"))?;
            match name.as_str() {
                "--workspace" => workspace = Some(PathBuf::from(value)),
                "--port" => {
                    options.port = value
                        .parse()
                        .map_err(|_| format!("{value} is no port; {USAGE}"))?;
                }
                "--ui" => options.ui = Some(PathBuf::from(value)),
                "--token" => options.token = Some(value),
                "--origin" => options.origin = Some(value),
                "--locale" => options.locale = value,
                "--timezone" => options.timezone = value,
                _ => return Err(format!("{name} is not known; {USAGE}")),
            }
        }
        options.workspace = workspace.ok_or_else(|| format!("--workspace is missing; {USAGE}"))?;
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, String> {
        Options::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_command_line_is_read_or_refused() {
        let options = read("--workspace shop.runnel --port 8123 --fake --token t").unwrap();
        assert_eq!(options.workspace, PathBuf::from("shop.runnel"));
        assert_eq!(
            (options.port, options.fake, options.token.as_deref()),
            (8123, true, Some("t"))
        );
        assert!(
            read("--port 1")
                .unwrap_err()
                .contains("--workspace is missing")
        );
        assert!(
            read("--workspace x --port many")
                .unwrap_err()
                .contains("no port")
        );
        assert!(
            read("--workspace x --loud yes")
                .unwrap_err()
                .contains("not known")
        );
    }
}
