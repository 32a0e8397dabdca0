//! Invented files of a school or an authority.

use std::fmt::Write;

/// Numbers that only look random.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// A file of schools with so many pupils each.
pub fn generated(seed: u64, schools: &[u64]) -> String {
    let mut dice = Dice(seed.wrapping_mul(7919) + 17);
    let mut text = String::from(
        "UPN,Surname,Sex,NCYear,Class,School,Ethnicity,EthnicityExt,FSM,SEN,InCare,KS1_Reading,KS1_Writing,KS1_Maths,KS2_English,KS2_Maths,Target_KS2_English,Target_KS2_Maths\n",
    );
    let mut pupil = 0;
    for (school, size) in (1000..).zip(schools) {
        for _ in 0..*size {
            let sex = ["F", "M"][dice.below(2) as usize];
            let class = ["6A", "6B"][dice.below(2) as usize];
            let (code, extended) =
                [("WBRI", ""), ("WBRI", ""), ("BAFR", "BSOM"), ("BAFR", ""), ("AIND", "")][dice.below(5) as usize];
            let fsm = ["N", "N", "N", "Y"][dice.below(4) as usize];
            let sen = ["N", "N", "N", "N", "A", "P", "S"][dice.below(7) as usize];
            let care = if dice.below(14) == 0 { "Y" } else { "N" };
            let mut level = || 3 + u64::from(dice.below(10) < 7);
            let levels = [level(), level(), level(), level()];
            writeln!(text, "{}{school}99{pupil:07},N{pupil},{sex},6,{class},{school},{code},{extended},{fsm},{sen},{care},2b,2b,2b,{},{},{},{}",
                char::from(b'A' + u8::try_from(pupil % 20).unwrap()), levels[0], levels[1], levels[2], levels[3]).unwrap();
            pupil += 1;
        }
    }
    text
}
