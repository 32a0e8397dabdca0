//! Programs that end with the test that started them, whatever becomes of it.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Runs a program, and beside it a watch that kills the whole process group when its input ends: that is when we drop the
/// other end of the pipe, and also when the tests are interrupted or killed.
const WATCHED: &str = r#"exec 3<&0 </dev/null; { cat <&3; kill -KILL 0; } >/dev/null 2>&1 & exec "$@" 3<&-"#;

/// A program and all that it starts.
pub struct OwnProcesses {
    /// The program itself.
    pub leader: Child,
}

impl OwnProcesses {
    /// Starts a program whose output is ours to read, with the arguments and environment that `prepare` gives it.
    pub fn start(program: impl AsRef<OsStr>, prepare: impl FnOnce(&mut Command)) -> std::io::Result<Self> {
        let mut command = watched(program.as_ref());
        prepare(&mut command);
        let leader = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        Ok(Self { leader })
    }

    /// Its output, once.
    pub fn output(&mut self) -> impl BufRead + Send + use<> {
        BufReader::new(self.leader.stdout.take().unwrap())
    }

    /// Whether the program has not ended yet.
    pub fn is_running(&mut self) -> bool {
        self.leader.try_wait().is_ok_and(|ended| ended.is_none())
    }

    /// Gives a program that was asked to end some time to do so.
    pub fn wait(&mut self) {
        let asked = Instant::now();
        while self.is_running() && asked.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for OwnProcesses {
    fn drop(&mut self) {
        drop(self.leader.stdin.take());
        // Where nobody watches.
        if !cfg!(unix) {
            let _ = self.leader.kill();
        }
        let _ = self.leader.wait();
    }
}

#[cfg(unix)]
fn watched(program: &OsStr) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", WATCHED, "sh"]).arg(program);
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

#[cfg(not(unix))]
fn watched(program: &OsStr) -> Command {
    Command::new(program)
}
