"""The files of the Charity Commission's public extract, and the fields of each.

The field names are the Commission's own. Trustees are left out: they are people, and no one needs
made-up ones.
"""

from __future__ import annotations

_BANDS = (
    *(f"{low}0001_{low + 1}0000" for low in range(6, 15)),
    *(f"{low}0001_{low + 5}0000" for low in range(15, 50, 5)),
)
_KEY = "organisation_number registered_charity_number"
_LINKED = f"{_KEY} linked_charity_number"
_YEAR = (
    f"{_KEY} latest_fin_period_submitted_ind fin_period_order_number ar_cycle_reference"
    " fin_period_start_date fin_period_end_date ar_due_date ar_received_date"
)

TABLES: dict[str, tuple[str, ...]] = {
    name: ("date_of_extract", *fields.split())
    for name, fields in {
        "charity": f"{_LINKED} charity_name charity_type charity_registration_status"
        " date_of_registration date_of_removal charity_reporting_status"
        " latest_acc_fin_period_start_date latest_acc_fin_period_end_date latest_income"
        " latest_expenditure charity_contact_address1 charity_contact_address2"
        " charity_contact_address3 charity_contact_address4 charity_contact_address5"
        " charity_contact_postcode charity_contact_phone charity_contact_email charity_contact_web"
        " charity_company_registration_number charity_insolvent charity_in_administration"
        " charity_previously_excepted charity_is_cdf_or_cif charity_is_cio cio_is_dissolved"
        " date_cio_dissolution_notice charity_activities charity_gift_aid charity_has_land",
        "charity_annual_return_history": f"{_KEY} fin_period_start_date fin_period_end_date"
        " ar_cycle_reference reporting_due_date date_annual_return_received date_accounts_received"
        " total_gross_income total_gross_expenditure accounts_qualified suppression_ind"
        " suppression_type",
        "charity_area_of_operation": f"{_LINKED} geographic_area_type geographic_area_description"
        " parent_geographic_area_type parent_geographic_area_description welsh_ind",
        "charity_annual_return_parta": f"{_YEAR} total_gross_income total_gross_expenditure"
        " charity_raises_funds_from_public charity_professional_fundraiser"
        " charity_agreement_professional_fundraiser charity_commercial_participator"
        " charity_agreement_commerical_participator grant_making_is_main_activity"
        " charity_receives_govt_funding_contracts count_govt_contracts"
        " charity_receives_govt_funding_grants count_govt_grants income_from_government_contracts"
        " income_from_government_grants charity_has_trading_subsidiary"
        " trustee_also_director_of_subsidiary does_trustee_receive_any_benefit"
        " trustee_payments_acting_as_trustee trustee_receives_payments_services"
        " trustee_receives_other_benefit trustee_resigned_employment employees_salary_over_60k "
        + " ".join(f"count_salary_band_{band}" for band in (*_BANDS, "over_500000"))
        + " count_volunteers",
        "charity_annual_return_partb": f"{_YEAR} income_donations_and_legacies"
        " income_charitable_activities income_other_trading_activities income_investments"
        " income_other income_total_income_and_endowments income_legacies income_endowments"
        " expenditure_raising_funds expenditure_charitable_expenditure expenditure_other"
        " expenditure_total expenditure_investment_management expenditure_grants_institution"
        " expenditure_governance expenditure_support_costs expenditure_depreciation"
        " gain_loss_investment gain_loss_pension_fund gain_loss_revaluation_fixed_investment"
        " gain_loss_other reserves assets_total_fixed assets_own_use assets_long_term_investment"
        " defined_benefit_pension_scheme assets_other_assets assets_total_liabilities"
        " assets_current_investment assets_total_assets_and_liabilities"
        " creditors_one_year_total_current creditors_falling_due_after_one_year assets_cash"
        " funds_endowment funds_unrestricted funds_restricted funds_total count_employees"
        " charity_only_accounts consolidated_accounts",
        "charity_classification": f"{_LINKED} classification_code classification_type"
        " classification_description",
        "charity_event_history": f"{_LINKED} charity_name charity_event_order event_type"
        " date_of_event reason assoc_organisation_number assoc_registered_charity_number"
        " assoc_charity_name",
        "charity_governing_document": f"{_LINKED} governing_document_description"
        " charitable_objects area_of_benefit",
        "charity_other_names": f"{_LINKED} charity_name_id charity_name_type charity_name",
        "charity_other_regulators": f"{_KEY} regulator_order regulator_name regulator_web_url",
        "charity_policy": f"{_LINKED} policy_name",
        "charity_published_report": f"{_LINKED} report_name report_location date_published",
    }.items()
}

CLASSIFICATION = {
    101: "General Charitable Purposes",
    102: "Education/training",
    103: "The Advancement Of Health Or Saving Of Lives",
    104: "Disability",
    105: "The Prevention Or Relief Of Poverty",
    106: "Overseas Aid/famine Relief",
    107: "Accommodation/housing",
    108: "Religious Activities",
    109: "Arts/culture/heritage/science",
    110: "Amateur Sport",
    111: "Animals",
    112: "Environment/conservation/heritage",
    113: "Economic/community Development/employment",
    116: "Recreation",
    201: "Children/young People",
    202: "Elderly/old People",
    203: "People With Disabilities",
    205: "Other Charities Or Voluntary Bodies",
    206: "Other Defined Groups",
    207: "The General Public/mankind",
    301: "Makes Grants To Individuals",
    302: "Makes Grants To Organisations",
    304: "Provides Human Resources",
    305: "Provides Buildings/facilities/open Space",
    306: "Provides Services",
    307: "Provides Advocacy/advice/information",
    309: "Acts As An Umbrella Or Resource Body",
}
"""What the Commission's codes that the generator uses mean."""
