//! Packs the one file: template, style, scripts and engine, under a policy that names style and scripts by their hashes.

use std::num::NonZeroU64;

use anyhow::{Result, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use zopfli::{Format, Options};

/// Tells every browser that this is UTF-8, whatever the server says: the hashes are of UTF-8 bytes.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What goes into the page.
pub struct PageParts {
    /// The page with `{{name}}` where the parts go.
    pub template: String,
    /// The stylesheet.
    pub style: String,
    /// The icon, an SVG image.
    pub icon: String,
    /// The script that unpacks and starts everything.
    pub boot: String,
    /// The notices of the libraries in it, as plain text.
    pub licences: String,
    /// What wasm-bindgen wrote for the page's module.
    pub page_glue: String,
    /// The page's module.
    pub page: Vec<u8>,
    /// What wasm-bindgen wrote for the engine's module and the one that reads spreadsheets, and what loads that one.
    pub engine_glue: String,
    /// The engine's module, unpacked when the page's first view is there.
    pub engine: Vec<u8>,
    /// The module that reads spreadsheets, unpacked only when one is opened.
    pub spreadsheets: Vec<u8>,
}

/// A packed page.
pub struct PackedPage {
    /// The file's content.
    pub html: String,
    /// Name and size in bytes of each part of it.
    pub sizes: Vec<(&'static str, usize)>,
}

/// Makes the page.
///
/// # Errors
/// When a script holds something that HTML would read differently, or the template a name unknown here.
pub fn pack(parts: &PageParts) -> Result<PackedPage> {
    for (what, script) in [("the page's glue", &parts.page_glue), ("the engine's glue", &parts.engine_glue)] {
        check_script(what, script)?;
    }
    check_script("boot.js", &parts.boot)?;
    let style = minified(&parts.style);
    let policy = policy(&[&parts.page_glue, &parts.engine_glue, &parts.boot], &style);
    let icon = format!("data:image/svg+xml;base64,{}", STANDARD.encode(&parts.icon));
    let packed_parts: [(&str, &[u8]); 7] = [
        ("style", style.as_bytes()),
        ("licences", parts.licences.as_bytes()),
        ("page-glue", parts.page_glue.as_bytes()),
        ("page", &parts.page),
        ("engine-glue", parts.engine_glue.as_bytes()),
        ("engine", &parts.engine),
        ("spreadsheets", &parts.spreadsheets),
    ];
    let mut values = vec![("policy", policy), ("icon", icon), ("boot", parts.boot.clone())];
    for (name, part) in packed_parts {
        values.push((name, packed(part)?));
    }
    let html = format!("{BYTE_ORDER_MARK}{}", fill(&parts.template, &values)?);
    Ok(PackedPage { html, sizes: values.iter().map(|(name, text)| (*name, text.len())).collect() })
}

/// Fills `{{name}}` in one pass, so that nothing inside a value is ever taken for a name.
fn fill(template: &str, values: &[(&str, String)]) -> Result<String> {
    let mut pieces = template.split("{{");
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let Some((name, text)) = piece.split_once("}}") else { bail!("the template opens {{{{ without closing it") };
        let Some((_, value)) = values.iter().find(|(known, _)| *known == name) else {
            bail!("the template asks for {name:?}, which nothing provides");
        };
        filled.push_str(value);
        filled.push_str(text);
    }
    Ok(filled)
}

/// The Content Security Policy: the page may run what is hashed here and may fetch nothing at all.
fn policy(scripts: &[&str], style: &str) -> String {
    let scripts = scripts.iter().map(|text| hash(text)).collect::<Vec<_>>().join(" ");
    let style = hash(style);
    format!(
        "default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; worker-src blob:; style-src {style}; \
         img-src data:; connect-src 'none'; form-action 'none'; base-uri 'none'"
    )
}

/// An inline script's or style's name in a policy.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// Refuses a script that HTML would cut short or read as a comment. It is not escaped, because its hash is in the policy.
fn check_script(what: &str, text: &str) -> Result<()> {
    if !text.is_ascii() || text.contains('\r') {
        bail!("{what} must be ASCII with plain line ends");
    }
    check_inert(what, text)
}

/// Refuses a text that would not end where its element ends.
fn check_inert(what: &str, text: &str) -> Result<()> {
    let lower = text.to_ascii_lowercase();
    if let Some(found) = ["</script", "<!--", "<script"].iter().find(|mark| lower.contains(**mark)) {
        bail!("{what} contains {found:?}, which would end or hide the script inside the page");
    }
    Ok(())
}

/// The style without indents, empty lines and comments that fill lines of their own.
fn minified(style: &str) -> String {
    let lines = style.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut comment = false;
    let kept = lines.filter(|line| {
        comment |= line.starts_with("/*");
        let kept = !comment;
        comment &= !line.ends_with("*/");
        kept
    });
    kept.collect::<Vec<_>>().join("\n")
}

/// Blocks with a code of their own that zopfli divides a million bytes into at most. It takes 15 unless told; 100 make the
/// page 28 kB smaller, and no more than that save another 4 kB in six times the seconds.
const BLOCKS: u16 = 100;

/// Gzip in base85, which `static/boot.js` unpacks.
///
/// # Errors
/// When the text would hide the end of its element, by the beginnings of a comment and of a script: once in millions of
/// builds. It cannot end the element itself, because its digits have no slash.
fn packed(bytes: &[u8]) -> Result<String> {
    let text = base85rs::encode(&gzip(bytes, Options { maximum_block_splits: BLOCKS, ..Options::default() })?);
    if text.contains("<!--") && text.to_ascii_lowercase().contains("<script") {
        bail!("a packed part would hide the end of its element: change anything in it");
    }
    Ok(text)
}

/// Gzip in base64, which needs no decoder of ours, packed as well as one look at it can: a tenth of the time for a
/// hundredth of the size.
pub fn quickly_packed(bytes: &[u8]) -> Result<String> {
    Ok(STANDARD.encode(gzip(bytes, Options { iteration_count: NonZeroU64::MIN, ..Options::default() })?))
}

fn gzip(bytes: &[u8], options: Options) -> Result<Vec<u8>> {
    let mut gzip = Vec::new();
    zopfli::compress(options, Format::Gzip, bytes, &mut gzip)?;
    Ok(gzip)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    fn parts() -> PageParts {
        PageParts {
            template: "<meta {{policy}}><icon {{icon}}>{{style}}|{{page-glue}}|{{boot}}|{{page}}|{{spreadsheets}}"
                .into(),
            style: "b { }".into(),
            icon: "<svg/>".into(),
            boot: "a = '{{page}}';".into(),
            licences: "MIT".into(),
            page_glue: "let a;".into(),
            page: vec![0; 100],
            engine_glue: "let b;".into(),
            engine: vec![2; 100],
            spreadsheets: vec![1; 100],
        }
    }

    #[test]
    fn a_name_inside_a_part_is_left_alone() {
        assert!(pack(&parts()).unwrap().html.contains("|a = '{{page}}';|"));
    }

    #[test]
    fn a_module_is_gzip_in_base85() {
        let parts = PageParts { template: "{{page}}".into(), ..parts() };
        let text = pack(&parts).unwrap().html.replace(BYTE_ORDER_MARK, "");
        let mut unpacked = Vec::new();
        GzDecoder::new(&*base85rs::decode(&text).unwrap()).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, parts.page);
    }

    #[test]
    fn the_page_begins_with_a_byte_order_mark() {
        assert!(pack(&parts()).unwrap().html.as_bytes().starts_with(b"\xef\xbb\xbf<"));
    }

    #[test]
    fn the_policy_names_scripts_and_style_as_they_are_unpacked() {
        // printf 'let a;' | openssl dgst -sha256 -binary | base64
        let page = pack(&parts()).unwrap().html;
        assert!(page.contains("'sha256-81WALLbUROF1pWdYjuQYKuIcGgY/+TqVJr8UsV6Tkvo='"));
        // printf 'let b;' | openssl dgst -sha256 -binary | base64
        assert!(page.contains("'sha256-hsI9g1gl6FsTzmrcC9WiR+tkeMH1/0jO77fiJQKbJqM='"));
        assert!(page.contains("style-src 'sha256-lBYv454Jb5AKIQkPMYk12CZURXwiNvtZNHvHTg8suWs='"));
    }

    #[test]
    fn a_style_loses_its_comments_and_indents() {
        let style = "/* One\n   two. */\n\n@media print {\n  b { } /* c */\n  /* d */\n}\n";
        assert_eq!(minified(style), "@media print {\nb { } /* c */\n}");
    }

    #[test]
    fn a_script_that_would_end_early_is_refused() {
        for boot in ["'</SCRIPT>'", "'<!--'", "'caf\u{e9}'", "a\r\nb"] {
            assert!(pack(&PageParts { boot: boot.into(), ..parts() }).is_err(), "{boot}");
        }
    }

    #[test]
    fn a_template_that_asks_for_too_much_is_refused() {
        assert!(pack(&PageParts { template: "{{sound}}".into(), ..parts() }).is_err());
        assert!(pack(&PageParts { template: "{{page".into(), ..parts() }).is_err());
    }
}
