//! The charts on the screen as pictures of their own.

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, Element, HtmlCanvasElement, HtmlImageElement, XmlSerializer};

use super::{document, save_blob};

/// What a picture keeps of the style sheet.
const STYLES: [&str; 14] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-opacity",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "paint-order",
    "display",
];
/// The charts; the small ones in the rows of a table are part of the table.
const CHARTS: &str = "main .chart > svg[role=img], main .bullet > svg[role=img]";
/// Room around a chart for labels that stand outside its box, in pixels.
const MARGIN: f64 = 60.0;
/// Pixels of a PNG for each pixel on the screen: sharp on paper.
const SCALE: f64 = 2.0;

/// A chart of the view.
#[derive(Clone)]
pub struct ViewChart {
    /// The heading it stands under.
    pub title: String,
    chart: Element,
}

/// The charts of the view, in its order.
pub fn charts() -> Vec<ViewChart> {
    let found = document().and_then(|document| document.query_selector_all(CHARTS).ok());
    let Some(found) = found else { return Vec::new() };
    let elements = (0..found.length()).filter_map(|index| found.get(index)?.dyn_into::<Element>().ok());
    // What is folded away is no picture.
    let shown = elements.filter(|chart| chart.get_bounding_client_rect().width() > 0.0);
    shown.map(|chart| ViewChart { title: title_of(&chart), chart }).collect()
}

/// The first heading of the card that a chart is in.
fn title_of(chart: &Element) -> String {
    let card = chart.closest("article, section").ok().flatten();
    let heading = card.and_then(|card| card.query_selector("h2, h3").ok().flatten());
    let text = heading.and_then(|heading| heading.first_child()).and_then(|text| text.text_content());
    text.unwrap_or_default().trim().to_owned()
}

impl ViewChart {
    /// Saves it as SVG.
    pub fn save_svg(&self) {
        // Refused where the browser has no room: nothing is saved then, which the user sees.
        self.svg().and_then(|svg| super::save(&format!("{}.svg", self.file_name()), &svg)).ok();
    }

    /// Saves it as PNG.
    pub fn save_png(&self) {
        self.draw().ok();
    }

    fn file_name(&self) -> String {
        let words = self.title.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        let name = words.collect::<Vec<_>>().join("-");
        if name.is_empty() { "chart".to_owned() } else { name }
    }

    /// The chart with its styles in it, so that it looks the same anywhere.
    fn svg(&self) -> Result<String, JsValue> {
        let copy: Element = self.chart.clone_node_with_deep(true)?.unchecked_into();
        inline(&self.chart, &copy)?;
        let (from, all) = (self.chart.query_selector_all("*")?, copy.query_selector_all("*")?);
        for index in 0..from.length() {
            if let (Some(from), Some(to)) = (from.get(index), all.get(index)) {
                inline(from.unchecked_ref(), to.unchecked_ref())?;
            }
        }
        let (width, height) = self.size();
        for (name, value) in [("width", width), ("height", height), ("x", MARGIN), ("y", MARGIN)] {
            copy.set_attribute(name, &value.to_string())?;
        }
        copy.set_attribute("overflow", "visible")?;
        let inner = XmlSerializer::new()?.serialize_to_string(&copy)?;
        let (width, height) = self.outer_size();
        let ground = format!("<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>", self.of_card("background-color"));
        let title = self.title.replace('&', "&amp;").replace('<', "&lt;");
        let ink = self.of_card("color");
        let title = format!(
            "<text x=\"{MARGIN}\" y=\"32\" fill=\"{ink}\" font-family=\"sans-serif\" font-weight=\"700\">{title}</text>"
        );
        let key = self.key().replace('&', "&amp;").replace('<', "&lt;");
        let key = format!(
            "<text x=\"{MARGIN}\" y=\"{height}\" dy=\"-12\" fill=\"{ink}\" font-family=\"sans-serif\" font-size=\"12\">{key}</text>"
        );
        let size = format!("width=\"{width}\" height=\"{height}\"");
        Ok(format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size}>{ground}{title}{inner}{key}</svg>"))
    }

    /// What its signs mean, where that stands under it.
    fn key(&self) -> String {
        let key = self.chart.next_element_sibling().filter(|key| key.tag_name().eq_ignore_ascii_case("figcaption"));
        let words = key.and_then(|key| key.text_content());
        words.unwrap_or_default().trim().to_owned()
    }

    /// A colour of the card that it stands on.
    fn of_card(&self, style_name: &str) -> String {
        let card = self.chart.closest("article, section").ok().flatten();
        let style = card.and_then(|card| web_sys::window()?.get_computed_style(&card).ok()?);
        style.and_then(|style| style.get_property_value(style_name).ok()).unwrap_or_default()
    }

    fn size(&self) -> (f64, f64) {
        let at = self.chart.get_bounding_client_rect();
        (at.width(), at.height())
    }

    fn outer_size(&self) -> (f64, f64) {
        let (width, height) = self.size();
        (width + 2.0 * MARGIN, height + 2.0 * MARGIN)
    }

    /// Draws the SVG and saves what was drawn, once the browser has read it.
    fn draw(&self) -> Result<(), JsValue> {
        let (svg, (width, height)) = (self.svg()?, self.outer_size());
        let image = HtmlImageElement::new()?;
        let (drawn, name) = (image.clone(), format!("{}.png", self.file_name()));
        let onload = Closure::once_into_js(move || paint(&drawn, width, height, name));
        image.set_onload(Some(onload.unchecked_ref()));
        image.set_src(&format!("data:image/svg+xml,{}", js_sys::encode_uri_component(&svg)));
        Ok(())
    }
}

fn paint(image: &HtmlImageElement, width: f64, height: f64, name: String) {
    let paint = || -> Option<()> {
        let canvas: HtmlCanvasElement = document()?.create_element("canvas").ok()?.unchecked_into();
        canvas.set_width((width * SCALE) as u32);
        canvas.set_height((height * SCALE) as u32);
        let context: web_sys::CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
        context
            .draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width * SCALE, height * SCALE)
            .ok()?;
        let save = Closure::once_into_js(move |picture: JsValue| {
            if let Ok(picture) = picture.dyn_into::<Blob>() {
                save_blob(&name, &picture).ok();
            }
        });
        canvas.to_blob(save.unchecked_ref()).ok()
    };
    paint();
}

/// Writes the styles of an element, as they are on paper in the light, into its copy.
fn inline(from: &Element, to: &Element) -> Result<(), JsValue> {
    let Some(window) = web_sys::window() else { return Ok(()) };
    let Some(style) = window.get_computed_style(from)? else { return Ok(()) };
    for name in STYLES {
        let value = style.get_property_value(name)?;
        if !value.is_empty() {
            to.set_attribute(name, &value)?;
        }
    }
    to.remove_attribute("class")
}
