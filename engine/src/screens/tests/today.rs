//! What is shown of files of edition 2027 that would be true of the old editions only, or of no file.

use super::*;

/// How a test came out, without its score: said of the column, and beside the figures.
#[test]
fn an_outcome_without_its_score_makes_no_figure_and_is_told() {
    let text = "UPN,Surname,KS2 reading outcome,Target_KS2_Reading_Score,Target_KS2_Writing_TA,Target_KS2_Maths_Score\n\
        A926999904001,Ash,AS,104,EXS,103\nA926999904002,Birch,NS,99,WTS,99\n";
    let mut session = session(text);
    let told = |session: &mut Session| {
        let mut problems = check(session).problems.into_iter().flat_map(|group| group.problems);
        problems.find(|problem| problem.code == "outcome-without-result")
    };
    let problem = told(&mut session);
    let said = serde_json::to_string(&problem.unwrap()).unwrap();
    assert!(said.contains("Key Stage 2 reading scaled score") && said.contains("KS2_Reading_Score"), "{said}");
    let column = check(&mut session).columns.into_iter().find(|column| column.heading == "KS2 reading outcome");
    assert!(column.unwrap().why.contains("no figure can be worked out"));
    let cards = serde_json::to_string(&ambition(&mut session)).unwrap();
    assert!(cards.contains("1 column of outcomes without the scores"), "{cards}");
    // With the score nothing has to be said.
    let with = text.replace("KS2 reading outcome", "KS2_Reading_Outcome,KS2_Reading_Score").replace(",AS,", ",AS,104,");
    let mut with = self::session(&with.replace(",NS,", ",NS,97,"));
    assert_eq!(told(&mut with), None);
}
