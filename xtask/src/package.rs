//! `cargo xtask package`: from the sources to `dist/engine/`, the engine for JavaScript.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::command::{self, NATIVE_PACKAGES, cargo};
use crate::dist::{self, TARGET, module, text};
use crate::{bindgen, licences, page, tools};

/// The finished package, from the project's root.
pub const FOLDER: &str = "dist/engine";

/// What is written by hand.
const SOURCES: &str = "crates/package/js";

/// A module of the package.
struct PackedModule {
    /// What cargo and wasm-bindgen call its files.
    name: &'static str,
    /// The script that it becomes, and the names of what that exports.
    script: &'static str,
    glue: &'static str,
    packed: &'static str,
    /// What its glue takes from the page.
    prelude: &'static str,
}

const MODULES: [PackedModule; 2] = [
    PackedModule {
        name: "ambition_package",
        script: "engine.js",
        glue: "engineGlue",
        packed: "packedEngine",
        prelude: "",
    },
    PackedModule {
        name: "ambition_spreadsheets",
        script: "spreadsheets.js",
        glue: "spreadsheetsGlue",
        packed: "packedSpreadsheets",
        // Nobody waits for a word.
        prelude: "const ambitionBeat = () => {};\n",
    },
];

/// Compiles, packs and writes the package.
pub fn run() -> Result<()> {
    tools::compiler()?;
    tools::target()?;
    dist::compile(["--package ambition-package", "--package ambition-spreadsheets"])?;
    let target = command::target_dir()?;
    let (compiled, out) = (target.join(TARGET).join("release"), target.join("package"));
    let modules = MODULES.iter().map(|module| compiled.join(format!("{}.wasm", module.name)));
    command::run(bindgen::tool("run", "glue").arg("--").arg(&out).args(modules))?;
    let folder = Path::new(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    for module in &MODULES {
        fs::write(folder.join(module.script), script(module, &out)?)?;
    }
    for entry in fs::read_dir(SOURCES).context(SOURCES)? {
        let path = entry?.path();
        fs::write(folder.join(path.file_name().unwrap_or_default()), text(&path)?)?;
    }
    fs::copy("LICENSE", folder.join("LICENSE"))?;
    let notices = licences::notices(&["ambition-package", "ambition-spreadsheets"])?;
    fs::write(folder.join("NOTICES.txt"), notices)?;
    print_sizes(folder)
}

/// A module as a script: its glue as a function, because each call makes a new instance, and its bytes.
fn script(packed: &PackedModule, out: &Path) -> Result<String> {
    let glue = text(out.join(format!("{}.js", packed.name)))?;
    let wasm = page::quickly_packed(&module(&out.join(format!("{}_bg.wasm", packed.name)))?)?;
    let PackedModule { glue: function, packed, prelude, .. } = packed;
    Ok(format!(
        "// Written by cargo xtask package.\nexport function {function}() {{\n{prelude}{glue}\nreturn wasm_bindgen;\n}}\n\
         export const {packed} = \"{wasm}\";\n"
    ))
}

/// How many files the package is compared with `evaluate` on; `READER_CASES` says another number.
const FILES: &str = "60";
const TESTS: &str = "crates/package/tests/node";
const EXAMPLES: &str = "examples/engine";

/// Builds the package, installs it into an empty project as npm does, and runs its tests there.
pub fn test() -> Result<()> {
    run()?;
    let packages = tools::npm_packages()?;
    let project = command::target_dir()?.join("package-test");
    let count = std::env::var("READER_CASES").unwrap_or_else(|_| FILES.to_owned());
    command::run(&mut cargo(&format!("build --locked --quiet {NATIVE_PACKAGES} --example expected")))?;
    let example = command::target_dir()?.join(format!("debug/examples/expected{}", std::env::consts::EXE_SUFFIX));
    command::run(Command::new(example).arg(&project).arg(count))?;
    install(&project)?;
    copy(Path::new(TESTS), &project)?;
    copy(Path::new(EXAMPLES), &project)?;
    for name in ["cohort.csv", "last-year.csv"] {
        fs::copy(SAMPLE, project.join(name))?;
    }
    fs::copy("examples/own-edition.toml", project.join("own-edition.toml"))?;
    let node = |arguments: &[&str]| {
        let mut node = Command::new("node");
        node.args(arguments).current_dir(&project);
        node
    };
    let printed = command::read(&mut node(&["readme.mjs"]))?;
    ensure!(printed.starts_with("edition,school,"), "the lines of the README print {printed}");
    command::run(&mut node(&["api.mjs"]))?;
    for test in ["session", "own_edition", "worker", "examples", "compared"] {
        command::run(&mut node(&["--expose-gc", &format!("{test}.test.mjs")]))?;
    }
    let tsc = packages.join("typescript/bin/tsc");
    let types = packages.join("@types");
    let mut compile = node(&[]);
    compile.arg(tsc).args(TSC.split(' ')).arg("--typeRoots").arg(types).arg("calls.ts");
    command::run(&mut compile)
}

/// The file that the README opens.
const SAMPLE: &str = "static/sample-2027-year-6.csv";
const TSC: &str = "--strict --noUncheckedIndexedAccess --noEmit --module nodenext --target es2022 --types node";

/// Packs the package and installs it into a project with nothing else in it, without a network.
fn install(project: &Path) -> Result<()> {
    fs::write(project.join("package.json"), "{ \"private\": true, \"type\": \"module\" }\n")?;
    let package = Path::new(FOLDER).canonicalize()?;
    let packed = command::read(tools::npm().arg("pack").arg(package).arg("--silent").current_dir(project))?;
    let flags = ["--offline", "--no-audit", "--no-fund", "--silent"];
    command::run(tools::npm().arg("install").args(flags).arg(format!("./{}", packed.trim())).current_dir(project))?;
    fs::write(project.join("readme.mjs"), examples(Path::new(FOLDER).join("README.md"))?)?;
    Ok(fs::write(project.join("api.mjs"), examples("docs/api.md")?)?)
}

/// The examples of a page, one after the other.
fn examples(page: impl AsRef<Path>) -> Result<String> {
    let page = text(page)?;
    let examples = page.split("```js\n").skip(1).filter_map(|rest| rest.split("```").next());
    Ok(examples.collect::<Vec<_>>().join("\n"))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        fs::copy(&path, to.join(path.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

fn print_sizes(folder: &Path) -> Result<()> {
    println!("{FOLDER}, in bytes:");
    let files = fs::read_dir(folder)?.map(|entry| {
        let entry = entry?;
        Ok((entry.file_name().to_string_lossy().into_owned(), entry.metadata()?.len()))
    });
    let mut files = files.collect::<Result<Vec<_>>>()?;
    files.sort();
    files.iter().for_each(|(name, size)| println!("  {name:16}{size:>9}"));
    println!("  {:16}{:>9}", "total", files.iter().map(|(_, size)| size).sum::<u64>());
    Ok(())
}
