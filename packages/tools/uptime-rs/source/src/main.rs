//! Prints how long the system has been up, in whole minutes.

use std::{fs, process::ExitCode};

fn main() -> ExitCode {
    match fs::read_to_string("/proc/uptime") {
        Ok(text) => {
            let seconds: f64 = text.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or(0.0);
            println!("up {} minutes", (seconds / 60.0) as u64);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("uptime-rs: /proc/uptime: {error}");
            ExitCode::FAILURE
        }
    }
}
