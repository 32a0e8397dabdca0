-- The figures of a cohort (RULES 1.4, 2.1, 2.2), as `figures.js` counts them: three statements, with semicolons between
-- them.

-- What counts of a pupil: groups, rows of the matrices, outcomes (-1: not made, -2: none), and a bit for each measure.
CREATE OR REPLACE TEMP TABLE pupils AS
WITH points AS (
  SELECT *,
    CASE KS1_Reading WHEN 'W' THEN 3 WHEN '1' THEN 9 WHEN '2c' THEN 13 WHEN '2b' THEN 15 WHEN '2a' THEN 17
      WHEN '3' THEN 21 END
      + CASE KS1_Writing WHEN 'W' THEN 3 WHEN '1' THEN 9 WHEN '2c' THEN 13 WHEN '2b' THEN 15 WHEN '2a' THEN 17
      WHEN '3' THEN 21 END AS twice
  FROM read_csv('FILE', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')
), levels AS (
  SELECT Sex, Ethnicity, FSM, SEN, InCare, EAL, GiftedTalented, Class,
    CASE WHEN twice < 12 THEN 0 WHEN twice < 24 THEN 1 WHEN twice < 28 THEN 2 WHEN twice < 32 THEN 3
      WHEN twice < 36 THEN 4 WHEN twice < 48 THEN 5 WHEN twice >= 48 THEN 6 ELSE 7 END AS prior_english,
    CASE KS1_Maths WHEN 'W' THEN 0 WHEN '1' THEN 1 WHEN '2c' THEN 2 WHEN '2b' THEN 3 WHEN '2a' THEN 4 WHEN '3' THEN 5
      ELSE 7 END AS prior_maths,
    CASE WHEN Target_KS2_English IS NULL THEN -2 ELSE CAST(Target_KS2_English[1] AS TINYINT) END AS target_english,
    CASE WHEN Target_KS2_Maths IS NULL THEN -2 ELSE CAST(Target_KS2_Maths[1] AS TINYINT) END AS target_maths,
    CASE WHEN KS2_English IN ('B', 'N') THEN -1 WHEN KS2_English IS NULL OR KS2_English = 'A' THEN -2
      ELSE CAST(KS2_English[1] AS TINYINT) END AS actual_english,
    CASE WHEN KS2_Maths IN ('B', 'N') THEN -1 WHEN KS2_Maths IS NULL OR KS2_Maths = 'A' THEN -2
      ELSE CAST(KS2_Maths[1] AS TINYINT) END AS actual_maths
  FROM points
), needed AS (
  SELECT *, [2, 3, 4, 4, 4, 5, 6, 99][prior_english + 1] AS needed_english,
    [2, 3, 4, 4, 4, 5, 6, 99][prior_maths + 1] AS needed_maths
  FROM levels
)
SELECT * EXCLUDE (needed_english, needed_maths),
  CAST(target_english >= 4 AND target_maths >= 4 AS INTEGER)
  + 2 * CAST(target_english >= 4 AS INTEGER) + 4 * CAST(target_maths >= 4 AS INTEGER)
  + 8 * CAST(prior_english < 7 AS INTEGER) + 16 * CAST(target_english >= needed_english AS INTEGER)
  + 32 * CAST(prior_maths < 7 AS INTEGER) + 64 * CAST(target_maths >= needed_maths AS INTEGER)
  + 128 * CAST(actual_english >= 4 AND actual_maths >= 4 AS INTEGER)
  + 256 * CAST(actual_english >= 4 AS INTEGER) + 512 * CAST(actual_maths >= 4 AS INTEGER)
  + 1024 * CAST(prior_english < 7 AND actual_english >= -1 AS INTEGER)
  + 2048 * CAST(actual_english >= needed_english AS INTEGER)
  + 4096 * CAST(prior_maths < 7 AND actual_maths >= -1 AS INTEGER)
  + 8192 * CAST(actual_maths >= needed_maths AS INTEGER) AS mask
FROM needed;

-- For all and for each group: how many pupils have which bits.
SELECT
  CASE WHEN GROUPING(Sex) = 0 THEN 'sex' WHEN GROUPING(Ethnicity) = 0 THEN 'ethnicity' WHEN GROUPING(FSM) = 0 THEN 'fsm'
    WHEN GROUPING(SEN) = 0 THEN 'sen' WHEN GROUPING(InCare) = 0 THEN 'care' WHEN GROUPING(EAL) = 0 THEN 'eal'
    WHEN GROUPING(GiftedTalented) = 0 THEN 'gifted' WHEN GROUPING(Class) = 0 THEN 'class' ELSE '' END AS grouping,
  coalesce(Sex, Ethnicity, FSM, SEN, InCare, EAL, GiftedTalented, Class, 'unknown') AS name,
  mask, CAST(count(*) AS INTEGER) AS pupils
FROM pupils
GROUP BY GROUPING SETS ((mask), (mask, Sex), (mask, Ethnicity), (mask, FSM), (mask, SEN), (mask, InCare), (mask, EAL),
  (mask, GiftedTalented), (mask, Class));

-- From prior attainment to outcome: a row for each cell of the four matrices.
SELECT
  CASE WHEN GROUPING(target_english) = 0 THEN 0 WHEN GROUPING(target_maths) = 0 THEN 1
    WHEN GROUPING(actual_english) = 0 THEN 2 ELSE 3 END AS matrix,
  coalesce(prior_english, prior_maths) AS prior,
  CAST(coalesce(target_english, target_maths, actual_english, actual_maths) AS INTEGER) AS outcome,
  CAST(count(*) AS INTEGER) AS pupils
FROM pupils
GROUP BY GROUPING SETS ((prior_english, target_english), (prior_maths, target_maths),
  (prior_english, actual_english), (prior_maths, actual_maths));
