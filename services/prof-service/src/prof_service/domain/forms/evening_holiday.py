"""What stands in the request for evening and holiday service (附件六)? Filled from the application; identifiers by hand or from intake."""

from prof_service.domain.forms.field import Form, FormField, FormKind, Kind, Section, Signer, Source, Stage
from prof_service.domain.surcharge_form import DETAILS

ASKED = Stage.APPLICATION
REASONS = {
    "lives_alone": "1. 獨居個案",
    "aged_caregiver": "2. 照顧者年齡超過 75 歲以上",
    "caregiver_in_care": "3. 照顧者本身為長照個案或身心障礙者",
    "other_dependants": "4. 照顧者須同時照顧 1 位以上被照顧者",
    "weak_family": "5. 家庭關係薄弱、照顧意願低落",
    "county_recognised": "6. 其他：經地方政府審視認有需要者",
}
SLOTS = {"AA08": "AA08 晚間服務（晚上 8:00～晚上 12:00）", "AA09": "AA09 例假日服務（週六、週日或國定假日）"}
_KNOWN = Source.KNOWN
FIELDS = (
    FormField(code="client_name", zh="個案本人姓名", rule="NT-09-31", source=Source.PERSON, stage=ASKED),
    FormField(code="national_id", zh="個案身分證字號", rule="NT-09-31", source=Source.PERSON, stage=ASKED),
    FormField(code="applicant_name", zh="申請人姓名", rule="NT-09-31", source=Source.HAND, stage=ASKED),
    FormField(code="applicant_id", zh="申請人身分證字號", rule="NT-09-31", source=Source.HAND, stage=ASKED),
    FormField(code="relation", zh="與長照使用者個案關係", rule="NT-09-31", source=Source.HAND, stage=ASKED),
    FormField(code="applicant_phone", zh="連絡電話（申請人）", rule="NT-09-31", source=Source.HAND, stage=ASKED),
    FormField(code="applicant_address", zh="住址（申請人）", rule="NT-09-31", source=Source.HAND, stage=ASKED),
    FormField(code="a_unit_name", zh="轉交之 A 單位", rule="NT-09-31", source=Source.HAND, stage=ASKED),
)
NEED = (
    FormField(
        code="reasons", zh="申請原因", rule="NT-09-25", kind=Kind.CHOICES, options=REASONS, source=_KNOWN, stage=ASKED
    ),
    FormField(
        code="details",
        zh="原因細項",
        rule="NT-09-26",
        kind=Kind.CHOICES,
        options={code: zh for items in DETAILS.values() for code, zh in items.items()},
        source=_KNOWN,
        stage=ASKED,
    ),
    FormField(
        code="caregiver_identity",
        zh="照顧者姓名及身分證字號（原因 3）",
        rule="NT-09-25",
        source=Source.HAND,
        stage=ASKED,
    ),
    FormField(code="explanation", zh="其他說明", rule="NT-09-27", source=Source.RECORD, stage=ASKED),
    FormField(code="slot", zh="需求時段", rule="NT-09-28", kind=Kind.CHOICE, options=SLOTS, source=_KNOWN, stage=ASKED),
    FormField(
        code="service_kind",
        zh="服務項目",
        rule="NT-09-29",
        kind=Kind.CHOICE,
        options={"professional": "專業服務類"},
        source=_KNOWN,
        stage=ASKED,
    ),
    FormField(code="service_date", zh="服務日期", rule="NT-04-23", kind=Kind.DATE, source=_KNOWN, stage=ASKED),
    FormField(code="starts_at", zh="開始時間", rule="NT-09-28", source=_KNOWN, stage=ASKED),
    FormField(code="requested_on", zh="申請日期", rule="NT-09-31", kind=Kind.DATE, source=_KNOWN, stage=ASKED),
)
DECLARATION = (
    "以上申請原因皆為屬實，確實因個人因素需求而非配合服務單位或長照人員之排班需求，若有不實，願自付差額服務費用。"
)
EVENING_HOLIDAY_REQUEST = Form(
    kind=FormKind.EVENING_HOLIDAY_REQUEST,
    title="「AA08 晚間」及「AA09 例假日」服務需求申請書",
    annex="附件六",
    rule="NT-09-30",
    sections=(
        Section(title="申請人", stage=ASKED, fields=FIELDS),
        Section(title="需求", stage=ASKED, fields=NEED, words=(DECLARATION,), signers=(Signer.CLIENT, Signer.FAMILY)),
    ),
)
