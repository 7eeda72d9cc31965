"""What is recorded of the client of a lane, so that every reading method has something to tell.

One row a record: who records it, with which method, and the request in the text form of protobuf.
`$name` stands for an id that an earlier answer held, the last of that name; `$first_name` for the first,
`$reader_name` for the last that the reader was given; and for the constants of race_world.py.
"""

HOLDER, HEAD, READER, ADMIN = "holder", "head", "reader", "admin"
LANDLORD, STEWARD = "landlord", "steward"

BEFORE = (  # the reader's consent
    # A death by mistake, before anything is given: a death ends all of it.
    (HOLDER, "registry.ClientService.RecordDeath", """
        death { client_id: "$client_id" died_on $past_day evidence: "certificate of lane $number" }"""),
    (HOLDER, "registry.ClientService.RetractDeath", """
        death_id: "$death_id" reason: "somebody of the same name" """),
)
RECORDS = (
    # The holder's own unit tells a third one of the client, with a consent in which the reader is not named.
    (HOLDER, "registry.ConsentService.CreateConsent", """
        client_id: "$client_id" version {
          parties { agency_id: "$holder_agency" } parties { agency_id: "$third_agency" }
          areas: [$all_areas] excluded_topics_asked: true valid_to $next_month
          form: CONSENT_FORM_WRITTEN }"""),
    (HOLDER, "registry.ConsentService.SignConsent", """
        consent_id: "$consent_id" signed_time $minute_ago document: "paper/$number"
        told_of_revocation_time $hour_ago"""),
    # Who the client is, and with whom.
    (HOLDER, "registry.ClientService.RecordClientPart", """
        client_id: "$client_id" part { kind: CLIENT_PART_KIND_EMPLOYMENT
          content: "warehouse of lane $number"
          evidence: EVIDENCE_CLIENT }"""),
    (HOLDER, "registry.ClientService.AssessEligibility", """
        client_id: "$client_id" assessment {
          multiple_difficulties: true long_duration: true insufficient_support: true
          assessed_on $past_day }"""),
    (HOLDER, "registry.ClientService.PutLongTermPlan", """
        client_id: "$client_id" plan {
          aim: "a home for lane $number" next_monitoring_on $next_month monitoring_every_days: 30 }"""),
    (HOLDER, "registry.ClientService.AddNetworkMember", """
        client_id: "$client_id" member {
          relation: NETWORK_RELATION_FRIEND person_name: "Friend of lane $number"
          phone_number: "+420 602 000 000"
          agreements { attestation $word channels: CONTACT_CHANNEL_PHONE
          purposes: CONTACT_PURPOSE_PLANNING } }"""),
    (HOLDER, "registry.ClientService.RecordNetworkContact", """
        contact { member_id: "$member_id" channel: CONTACT_CHANNEL_PHONE purpose: CONTACT_PURPOSE_PLANNING }
        occurred_at $minute_ago"""),
    (HOLDER, "registry.ClientService.SetCommunicationNeeds", """
        client_id: "$client_id" needs { language: "cs" preferred_channel: CONTACT_CHANNEL_PHONE }"""),
    (HOLDER, "registry.ClientService.AddHouseholdMember", """
        member { client_id: "$client_id" lives_there: true source: STATEMENT_KIND_CLIENT_STATEMENT }"""),
    (HOLDER, "registry.ClientService.RecordFamilyRelation", """
        relation { client_id: "$client_id" kind: FAMILY_RELATION_KIND_SIBLING
          relative_name: "Sibling of lane $number"
          source: STATEMENT_KIND_CLIENT_STATEMENT }"""),
    (HOLDER, "registry.RepresentationService.RecordRepresentation", """
        representation { client_id: "$client_id" kind: REPRESENTATION_KIND_POWER_OF_ATTORNEY
          representative_name: "Attorney of lane $number" acts: REPRESENTED_ACT_AGREEMENT
          areas: DATA_AREA_HOUSING
          valid_from $past_day evidence: "file 7" }"""),
    (HOLDER, "registry.SafetyService.RecordSafetyNotice", """
        notice { client_id: "$client_id" kind: SAFETY_NOTICE_KIND_DOG
          observed_facts: "a dog on a long chain"
          observed_on $past_day review_date $next_month }"""),
    (HOLDER, "registry.ProtectionService.RecordAddress", """
        address { client_id: "$client_id" kind: ADDRESS_KIND_STAY
          written: "Lane $number, Sokolov" valid_from $past_day }"""),
    (HOLDER, "registry.PrivacyService.PutFileMark", """
        file_mark { client_id: "$client_id" reference_number: "S $number" shredding_mark: "S/10" }"""),
    # What is done for the client.
    (HOLDER, "registry.AgencyService.AssignWorker", """
        client_id: "$client_id" worker_id: "$worker_id" role: ACTING_ROLE_SOCIAL_WORKER"""),
    (HEAD, "registry.WorkforceService.ChangeKeyWorker", """
        client_id: "$client_id" worker_id: "$worker_id"
          category: KEY_WORKER_CHANGE_CATEGORY_CLIENT_WISH"""),
    (HOLDER, "registry.SupportService.RecordSupport", """
        support_record { client_id: "$client_id" category_id: "$category_id" quantity_milli: 1000
          unit: SUPPORT_UNIT_HOUR occurred_at $minute_ago note: "note of lane $number" }"""),
    (HOLDER, "registry.WorkforceService.RecordContact", """
        contact { client_id: "$client_id" form: CONTACT_FORM_OFFICE duration_minutes: 30
          stage: CONTACT_STAGE_DIAGNOSTIC technique: CONTACT_TECHNIQUE_GUIDING occurred_at $minute_ago
          role_disclosed_to_client: ROLE_DISCLOSURE_YES }"""),
    (HOLDER, "registry.WorkforceService.RequestTask", """
        task_request { client_id: "$client_id" recipient_agency_id: "$third_agency"
          recipient_worker_id: "$third_worker" kind: TASK_KIND_ACCOMPANY
          area: DATA_AREA_SUPPORT_PLAN note: "with lane $number" }"""),
    (HOLDER, "registry.ReferralService.SendReferral", """
        referral { client_id: "$client_id" recipient_agency_id: "$third_agency" area: DATA_AREA_SUPPORT_PLAN
          need: "need of lane $number" }"""),
    (HOLDER, "registry.ReferralService.SendReferral", """
        referral { client_id: "$client_id" recipient_agency_id: "$reader_agency" area: DATA_AREA_DEBTS
          need: "other need of lane $number" }"""),
    (HOLDER, "registry.ReferralService.JoinWaitingList", """
        waiting_entry { client_id: "$client_id" waiting_list_id: "$waiting_list_id"
          waiting_since_date $past_day }"""),
    (HOLDER, "registry.ReferralService.ProposeTransfer", """
        transfer { client_id: "$client_id" from_worker_id: "$worker_id"
          recipient_agency_id: "$reader_agency"
          reason: TRANSFER_REASON_LOAD client_told_date $past_day }"""),
    (HOLDER, "registry.ReferralService.MakeAppointment", """
        appointment { client_id: "$client_id" area: DATA_AREA_SUPPORT_PLAN start_time $in_an_hour
          end_time $in_two_hours subject: "meeting of lane $number" }"""),
    (HOLDER, "registry.AccessService.DiscloseOnce", """
        disclosure { client_id: "$client_id" basis: BASIS_CLIENT_PRESENT areas: DATA_AREA_SUPPORT_PLAN
          wording: "wording of lane $number" recipient_agency_id: "$third_agency" occurred_at $minute_ago
          attestation $word }"""),
    (HOLDER, "registry.AccessService.PassOnFact", """
        fact { client_id: "$client_id" areas: DATA_AREA_SUPPORT_PLAN wording: "fact of lane $number"
          recipient_agency_id: "$third_agency" shown_time $minute_ago attestation $word }"""),
    (HEAD, "registry.PrivacyService.RecordSubjectRequest", """
        subject_request { client_id: "$client_id" kind: SUBJECT_REQUEST_KIND_ACCESS areas: DATA_AREA_HOUSING
          wording: "a copy, please" attestation $word received_on $past_day }"""),
    # Money.
    (HOLDER, "registry.DebtService.OpenDebt", """
        debt { client_id: "$client_id" creditor_name: "Creditor of $number"
          kind: DEBT_KIND_ENERGY principal $crowns }"""),
    (HOLDER, "registry.EnforcementService.RecordEnforcement", """
        enforcement { debt_id: "$debt_id" kind: ENFORCEMENT_KIND_BAILIFF reference: "EX $number/2023"
          opened_on $past_day }"""),
    (HOLDER, "registry.EnforcementService.RecordClaimStep", """
        step { debt_id: "$debt_id" kind: CLAIM_STEP_KIND_ORIGIN on_date $past_day note: "claim of $number" }"""),
    (HOLDER, "registry.RepaymentService.CreateRepaymentSchedule", """
        schedule { debt_id: "$debt_id" instalment { minor_units: 10000 currency_code: "CZK" }
          first_due_date $next_month agreed_on $past_day affordability {
            monthly_income $crowns monthly_expenses { minor_units: 1 currency_code: "CZK" }
            client_confirmation $word } }"""),
    # The case.
    (HOLDER, "conference.CaseService.OpenCase", """
        case { client_id: "$client_id" type: CASE_TYPE_INDIVIDUAL manager_mode: MANAGER_MODE_ACTIVE_SUPPORT
          client_agreement $word }"""),
    (HOLDER, "conference.CaseWorkService.RecordDemand", """
        demand { case_id: "$case_id" institution: "office of lane $number" demand: "come in person" }"""),
    (HOLDER, "conference.CaseWorkService.RecordDemand", """
        demand { case_id: "$case_id" institution: "other office of $number"
          demand: "come there instead" }"""),
    (HOLDER, "conference.CaseWorkService.AddCaseNote", """
        note { case_id: "$case_id" kind: CASE_NOTE_KIND_GOOD_PRACTICE note: "lane $number talked"
          anonymous_wording: "somebody of $number talked" }"""),
    (HOLDER, "conference.SupportPlanService.AddAssessment", """
        assessment { case_id: "$case_id" strengths: "patience" occurred_at $minute_ago
          needs { area: DATA_AREA_HOUSING need: "flat for lane $number" client_view: "a flat" } }"""),
    (HOLDER, "conference.CaseService.AttachMember", """
        case_id: "$case_id" member { agency_id: "$reader_agency" worker_id: "$reader_worker"
          discipline: DISCIPLINE_DEBTS client_agreement $word }"""),
    (HOLDER, "conference.SupportPlanService.CreateSupportPlan", """
        plan { case_id: "$case_id" goal: "goal of lane $number" items {
          need_id: "$need_id" area: DATA_AREA_HOUSING kind: SUPPORT_KIND_HOUSING_SUPPORT
          what: "look for a flat"
          owner_agency_id: "$holder_agency" intensity_hours_milli: 1000
          intensity_period: INTENSITY_PERIOD_WEEK
          from_date $past_day to_date $next_month } items {
          need_id: "$need_id" area: DATA_AREA_HOUSING kind: SUPPORT_KIND_COUNSELLING
          what: "advise on a flat"
          owner_agency_id: "$reader_agency" owner_worker_id: "$reader_worker" intensity_hours_milli: 1000
          intensity_period: INTENSITY_PERIOD_WEEK from_date $past_day to_date $next_month } }"""),
    (HOLDER, "conference.CaseWorkService.FlagConflict", """
        conflict { demand_id: "$first_demand_id" other_demand_id: "$demand_id"
          reason: "both on one day of $number" }"""),
    (HOLDER, "conference.SupportPlanService.ApproveSupportPlan", """
        plan_id: "$plan_id" unapproved_reason: "not reached for $number" first_evaluation_date $next_month
        evaluation_interval_weeks: 8"""),
    (HOLDER, "conference.CaseService.DetachMember", """
        case_id: "$case_id" member_id: "$member_id" reason: "the debts are paid" """),
    (HOLDER, "conference.SupportPlanService.StartCase", 'case_id: "$case_id"'),
    (HOLDER, "conference.SupportPlanService.AddMonitoring", """
        monitoring { plan_id: "$plan_id" item_id: "$item_id" note: "seen with $number"
          occurred_at $minute_ago }"""),
    (HOLDER, "conference.SupportPlanService.StartEvaluation", 'case_id: "$case_id"'),
    (HOLDER, "conference.SupportPlanService.RecordEvaluation", """
        evaluation { case_id: "$case_id" findings: "findings of $number" occurred_at $minute_ago }"""),
    (HOLDER, "conference.CrisisService.OpenCrisis", """
        crisis { client_id: "$client_id" kind: CRISIS_KIND_HEALTH_EMERGENCY
          description: "crisis of lane $number"
          occurred_at $minute_ago signal_source: SIGNAL_SOURCE_NEIGHBOURS }"""),
    (HOLDER, "conference.CrisisPlanService.CreateCrisisPlan", """
        plan { client_id: "$client_id" situations { situation: "lane $number alone"
          reaction: "call" } }"""),
    (HOLDER, "conference.CrisisPlanService.CreateContactCard", """
        card { client_id: "$client_id" contacts { kind: CONTACT_KIND_PERSON name: "Aunt of $number"
          phone: "600 000 000" } }"""),
    (HOLDER, "conference.ConferenceService.ProposeConference", """
        proposed_by_client: true conference { client_id: "$client_id" topic: "topic of lane $number"
          areas: DATA_AREA_DEBTS triggers: TRIGGER_START_OF_WORK }"""),
    # The flat.
    (HEAD, "housing.ApplicationService.SubmitApplication", """
        application { client_id: "$client_id" programme_id: "$programme_id" household_size: 2
          need: "flat of $number" }"""),
    (HEAD, "housing.FlatService.CreateFlat", """
        flat { house_id: "$house_id" label: "flat $number" rooms: 2 largest_household: 3 }"""),
    (HEAD, "housing.TenancyService.RecordMovedIn", """
        client_id: "$client_id" flat_id: "$flat_id" occurred_at $hour_ago reason: "as it was" """),
    (LANDLORD, "housing.TenancyService.RecordBreach", """
        breach { tenancy_id: "$tenancy_id" description: "breach of $number"
          occurred_on $past_day evidence: "none" }"""),
    (HEAD, "housing.TenancyService.RecordExternalDecision", """
        tenancy_id: "$tenancy_id" outcome: EXTENSION_OUTCOME_NOT_EXTENDED reasons: "reasons of $number"
        deciding_body: "council" occurred_at $minute_ago"""),
    (LANDLORD, "housing.RentService.PostCharge", """
        charge { tenancy_id: "$tenancy_id" kind: CHARGE_KIND_RENT month { year: 2024 month: 6 day: 1 }
          amount $crowns due_date { year: 2024 month: 6 day: 15 } }"""),
    (HEAD, "housing.RentService.RecordBenefitClaim", """
        claim { tenancy_id: "$tenancy_id" benefit: "benefit of $number"
          state: BENEFIT_STATE_CLAIMED claimed_on $past_day }"""),
    (HEAD, "housing.ComplaintService.SubmitComplaint", """
        complaint { tenancy_id: "$tenancy_id" type: COMPLAINT_TYPE_COMPLAINT form: COMPLAINT_FORM_ORAL
          channel: COMPLAINT_CHANNEL_TECHNICIAN topic: COMPLAINT_TOPIC_NOISE
          content: "noise of lane $number"
          received_time $minute_ago }"""),
)
# Where the reader keeps a record of the person too, joined before there is a consent …
JOINED = (
    (READER, "registry.ClientService.RegisterClient", """
        client { kind: CLIENT_KIND_IDENTIFIED given_name: "Jan" family_name: "$family_name"
          birth_date { year: $year month: 5 day: 4 } }"""),
    (STEWARD, "registry.ClientService.ListMatches", ""),
    (STEWARD, "registry.ClientService.MergeClients", 'match_id: "$match_id"'),
)
# … and what it then records itself: , for the methods that ask for that first.
COLLEAGUE = (
    (READER, "registry.ClientService.SetExternalReference", """
        reference { system: "files" record_type: REFERENCED_RECORD_CLIENT
          external_id: "file of lane $number"
          record_id: "$client_id" }"""),
    (READER, "registry.DebtService.OpenDebt", """
        debt { client_id: "$reader_client_id" creditor_agency_id: "$reader_agency"
          kind: DEBT_KIND_FINE principal $crowns }"""),
    (READER, "registry.AgencyService.AssignWorker", """
        client_id: "$client_id" worker_id: "$reader_worker" role: ACTING_ROLE_SOCIAL_WORKER"""),
    (READER, "registry.SupportService.RecordSupport", """
        support_record { client_id: "$reader_client_id" category_id: "$category_id" quantity_milli: 1000
          unit: SUPPORT_UNIT_HOUR occurred_at $minute_ago note: "the same for $number" }"""),
)

# What all lanes share.
SHARED = (
    (ADMIN, "registry.AgencyService.CreateService", """
        service { agency_id: "$holder_agency" name: "Counselling" area: DATA_AREA_SUPPORT_PLAN
          forms: SERVICE_FORM_AMBULATORY }"""),
    (ADMIN, "registry.AgencyService.PutCapacity", """
        capacity { service_id: "$service_id" form: SERVICE_FORM_AMBULATORY kind: CAPACITY_KIND_CASELOAD
          as_of_date $past_day clients: 1000 }"""),
    (HEAD, "registry.ReferralService.PublishWaitingList", """
        waiting_list { service_id: "$service_id" form: SERVICE_FORM_AMBULATORY
          order_rule: WAITING_ORDER_DATE
          rule_text: "by the day of the request" offer_days: 7 }"""),
    (ADMIN, "registry.AgencyService.GrantRole", """
        role_assignment { worker_id: "$third_worker" role: ACTING_ROLE_DATA_STEWARD
          valid_from $past_day }"""),
    (ADMIN, "registry.AgencyService.GrantRole", """
        role_assignment { worker_id: "$worker_id" role: ACTING_ROLE_KEY_WORKER valid_from $past_day }"""),
    (ADMIN, "registry.AgencyService.CreateWorker", """
        worker { agency_id: "$holder_agency" given_name: "Eva" family_name: "Landlord" fte_milli: 1000
          issuer: "$issuer" subject: "landlord" }"""),
    (ADMIN, "registry.AgencyService.GrantRole", """
        role_assignment { worker_id: "$admin_worker_id" role: ACTING_ROLE_HOUSING_OFFICER
          valid_from $past_day }"""),
    (HEAD, "housing.ProgrammeService.CreateProgramme", """
        programme { name: "Homes" realiser_type: PARTNER_TYPE_MUNICIPALITY kind: PROGRAMME_KIND_PROJECT
          variant: PROGRAMME_VARIANT_MUNICIPALITY_ALONE
          administration_model: ADMINISTRATION_MODEL_SOCIAL_DEPT
          partners { side: PARTNER_SIDE_SUPPORT type: PARTNER_TYPE_MUNICIPALITY
          agency_id: "$holder_agency" agenda: "all" }
          partners { side: PARTNER_SIDE_LANDLORD type: PARTNER_TYPE_MUNICIPALITY
          agency_id: "$holder_agency" agenda: "all" }
          partners { side: PARTNER_SIDE_SUPPORT type: PARTNER_TYPE_MUNICIPALITY
          agency_id: "$reader_agency" agenda: "debts" } }"""),
    (HEAD, "housing.FlatService.CreateHouse", """
        house { programme_id: "$programme_id" address: "Lipova 1" }"""),
)
