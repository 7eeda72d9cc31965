-- The criteria that the platform brings along, in its own words: debt prevention in a municipality.

INSERT INTO criteria_catalogues VALUES
  (md5('PP7 1')::uuid, 'PP7', 1, 'Debt prevention in a municipality', 'Dluhová prevence v obci', '2023-02-01');

INSERT INTO criteria (criterion_id, catalogue_id, code, title_en, title_cs)
SELECT md5('PP7 1 criterion ' || code)::uuid, md5('PP7 1')::uuid, code, title_en, title_cs
FROM (VALUES
  ('1', 'The town deals with debts and stands by a network of services',
   'Obec se předlužením zabývá a stojí za sítí služeb'),
  ('2', 'It collects its own claims openly and with responsibility',
   'Své pohledávky vymáhá průhledně a odpovědně'),
  ('3', 'It uses what the law offers against over-indebtedness',
   'Využívá, co zákon proti předlužení nabízí'),
  ('4', 'It speaks up for social inclusion in all of this',
   'Ve všem tom se veřejně staví za sociální začleňování')
) AS shipped (code, title_en, title_cs);

INSERT INTO indicators (indicator_id, catalogue_id, code, text_en, text_cs, negatively_worded, parts)
SELECT md5('PP7 1 indicator ' || code)::uuid, md5('PP7 1')::uuid, code, text_en, text_cs, negative, parts
FROM (VALUES
  ('1.1', 'Does the town hall know in outline how indebted its inhabitants are?',
   'Má radnice rámcový přehled, jak jsou lidé ve městě zadlužení?', false, '{}'::text[]),
  ('1.2', 'Does it know how large people''s debts are and what they would need to solve them?',
   'Ví, jak velké dluhy lidé mají a co by k jejich řešení potřebovali?', false, '{}'),
  ('1.3', 'Does it ask providers, when needed, for figures on staff, capacity, costs and users?',
   'Vyžádá si podle potřeby od služeb čísla o lidech, kapacitě, nákladech a uživatelích?', false, '{}'),
  ('1.4', 'Do the conclusions of the working group enter the town''s plans in other fields?',
   'Promítají se závěry pracovní skupiny do plánů města i jinde?', false, '{}'),
  ('1.5', 'Are debts taken into account where housing, work and the like are dealt with?',
   'Počítá se s dluhy i tam, kde se řeší bydlení, práce a podobně?', false, '{}'),
  ('1.6', 'Does a working group on debts meet in which all sides sit, people with debts among them?',
   'Schází se pracovní skupina k dluhům, ve které sedí všechny strany, i lidé s dluhy?', false, '{}'),
  ('1.7', 'Does the town stand by the debt services there are and give them a part in what it does?',
   'Stojí město za dluhovými službami, které má, a přizývá je ke svým postupům?', false, '{}'),
  ('1.8', 'Does it help its own staff, again and again, to learn how to work with people in debt?',
   'Pomáhá svým lidem opakovaně učit se, jak pracovat s předluženými?', false, '{}'),
  ('2.1', 'Are the rules of collection public, kept, revised from time to time, and what is really done?',
   'Jsou pravidla vymáhání veřejná, dodržovaná, čas od času revidovaná a dělá se to podle nich?', false,
   '{PUBLIC,OBSERVED,REVISED,AS_PRACTISED}'),
  ('2.2', 'Does it prevent arrears in housing and reach at least the least number of goals there?',
   'Předchází dluhům v bydlení a naplňuje v tom aspoň nejmenší počet cílů?', false, '{}'),
  ('2.3', 'Is it so that petty claims, fines aside, are not enforced, and others by tax enforcement if possible?',
   'Je to tak, že se drobné pohledávky kromě pokut nevymáhají exekucí a ostatní, když to jde, jen daňovou?',
   true, '{}'),
  ('2.4', 'Can debts be paid in instalments from the stated minimum on, and are some waived?',
   'Dají se dluhy splácet od stanoveného minima a některé prominout?', false,
   '{INSTALMENT_MINIMUM,WAIVER}'),
  ('2.5', 'Is it so that the town does not go on with enforcements that cannot bring anything?',
   'Je to tak, že město nevede exekuce, které nemohou nic přinést?', true, '{}'),
  ('3.1', 'Are ordinances being prepared with a plan, and children''s debts looked for so that they can stop?',
   'Chystají se vyhlášky podle plánu a hledají se dětské dluhy, aby se mohly zastavit?', false, '{}'),
  ('3.2', 'Are all children''s debts known and stopped, at the town''s companies as well?',
   'Zná město všechny dětské dluhy a zastavuje je, i u městských firem?', false, '{}'),
  ('3.3', 'Is it so that the town uses nothing that deepens debts or puts people at a disadvantage?',
   'Je to tak, že město nedělá nic, co dluhy prohlubuje nebo lidi znevýhodňuje?', true, '{}'),
  ('3.4', 'Does it declare debt holidays?', 'Vyhlašuje dluhové prázdniny?', false, '{}'),
  ('3.5', 'Does it use the special recipient of a benefit so that people do not fall (further) into debt?',
   'Používá zvláštního příjemce dávky, aby lidé do dluhů (dál) nepadali?', false, '{}'),
  ('3.6', 'Does it look for lawful ways to prevent debts and to make them smaller?',
   'Hledá zákonné cesty, jak dluhům předejít a zmenšit je?', false, '{}'),
  ('4.1', 'Does it plan what it publishes on debts, at least the stated number of times a year?',
   'Plánuje, co o dluzích zveřejní, a to aspoň ve stanoveném počtu za rok?', false, '{}'),
  ('4.2', 'Does it give room to texts of those who know about debts?',
   'Dává prostor textům těch, kdo dluhům rozumějí?', false, '{}'),
  ('4.3', 'Does it publish texts of its own that teach and warn?',
   'Vydává vlastní texty, které učí a varují?', false, '{}'),
  ('4.4', 'Is it so that the town does not turn experts away who want something published?',
   'Je to tak, že město neodmítá odborníky, kteří chtějí něco zveřejnit?', true, '{}'),
  ('4.5', 'Does it remind people through its channels when a particular fee falls due?',
   'Připomíná lidem svými kanály, kdy je který poplatek splatný?', false, '{}')
) AS shipped (code, text_en, text_cs, negative, parts);

-- REP-25: numbers inside the wording.
INSERT INTO indicator_thresholds (threshold_id, indicator_id, code, value, unit)
SELECT md5('PP7 1 threshold ' || indicator)::uuid, md5('PP7 1 indicator ' || indicator)::uuid, code, value, unit
FROM (VALUES
  ('2.2', 'MINIMUM_GOALS', 2, 'COUNT'),
  ('2.4', 'MINIMUM_INSTALMENT', 10000, 'CZK_MINOR'),
  ('4.1', 'PLANNED_OUTPUTS', 2, 'PER_YEAR')
) AS shipped (indicator, code, value, unit);
