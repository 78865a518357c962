"""What stands in the extension form (附件七, called 附表七 in the text: one form, AM-17)? Never signed by a fingerprint (NT-06-17)."""

from prof_service.domain.forms.field import Form, FormField, FormKind, Kind, Section, Signer, Source, Stage
from prof_service.domain.forms.words import CLOSURE_CRITERIA, GUIDED, SEXES

ASKED = Stage.APPLICATION

HEAD = (
    FormField(code="unit_and_staff", zh="專業服務提供單位／人員", rule="NT-09-32", source=Source.HAND, stage=ASKED),
    FormField(code="staff_phone", zh="連絡電話", rule="NT-09-32", source=Source.HAND, stage=ASKED),
    FormField(code="combination", zh="專業服務代碼", rule="NT-09-32", source=Source.KNOWN, stage=ASKED),
    FormField(code="groups", zh="組數", rule="NT-09-32", kind=Kind.NUMBER, source=Source.KNOWN, stage=ASKED),
    FormField(code="period_from", zh="服務期程起", rule="NT-09-32", kind=Kind.DATE, source=Source.KNOWN, stage=ASKED),
    FormField(code="period_to", zh="服務期程迄", rule="NT-09-32", kind=Kind.DATE, source=Source.KNOWN, stage=ASKED),
)
BASIC = (
    FormField(code="client_name", zh="姓名", rule="NT-09-32", source=Source.PERSON, stage=ASKED),
    FormField(code="sex", zh="性別", rule="NT-09-32", kind=Kind.CHOICE, options=SEXES, stage=ASKED, required=True),
    FormField(code="national_id", zh="身分證字號", rule="NT-09-32", source=Source.PERSON, stage=ASKED),
    FormField(code="age", zh="年齡", rule="NT-09-32", source=Source.PERSON, stage=ASKED),
    FormField(
        code="assessed_on", zh="照專最近評估日期", rule="NT-09-32", kind=Kind.DATE, source=Source.KNOWN, stage=ASKED
    ),
    FormField(code="cms_level", zh="CMS 等級", rule="NT-09-32", kind=Kind.NUMBER, source=Source.KNOWN, stage=ASKED),
    FormField(code="history", zh="疾病史", rule="NT-09-32", stage=ASKED, required=True),
)
REASON = (FormField(code="reason", zh="尚未達成目標或未改善照顧問題", rule="NT-09-32", stage=ASKED, required=True),)
_REVIEW = (
    ("review_goal", "1. 訓練目標內容"),
    ("review_performance", "3. 個案於原服務訓練期程之活動表現及目標達成情形"),
    ("review_change", "4. 介入前後成效變化"),
    ("review_frequency", "5. 執行內容及頻率"),
    ("review_evaluation", "6. 評值"),
)
_PLANNED = (
    ("planned_goal", "1. 訓練目標內容"),
    ("planned_frequency", "3. 執行內容及頻率"),
    ("planned_benefit", "4. 預期效益"),
)


def _points(points: tuple[tuple[str, str], ...], guided: str) -> tuple[FormField, ...]:
    texts = tuple(FormField(code=c, zh=zh, rule="NT-09-32", stage=ASKED, required=True) for c, zh in points)
    whom = FormField(
        code=guided,
        zh="2. 指導對象",
        rule="NT-09-32",
        kind=Kind.CHOICES,
        options=GUIDED,
        stage=ASKED,
        required=True,
    )
    return (texts[0], whom, *texts[1:])


REVIEW = (
    FormField(
        code="a_unit_result",
        zh="A 單位審查結果（同意／不同意，原因）",
        rule="NT-09-33",
        source=Source.HAND,
        stage=ASKED,
    ),
    FormField(
        code="centre_result",
        zh="照管中心審查結果（同意／不同意，原因）",
        rule="NT-09-33",
        source=Source.HAND,
        stage=ASKED,
    ),
    FormField(
        code="agreed", zh="同意延案後專業服務碼別／組數／服務期程", rule="NT-09-33", source=Source.HAND, stage=ASKED
    ),
)
EXTENSION_FORM = Form(
    kind=FormKind.EXTENSION_FORM,
    title="長期照顧專業服務延案申請書",
    annex="附件七",
    rule="NT-09-32",
    no_fingerprint=True,
    sections=(
        Section(title="服務單位", stage=ASKED, fields=HEAD),
        Section(title="個案基本資料", stage=ASKED, fields=BASIC),
        Section(title="延案申請原因", stage=ASKED, fields=REASON),
        Section(title="原設定專業服務訓練目標執行檢討", stage=ASKED, fields=_points(_REVIEW, "review_guided")),
        Section(
            title="延案後預執行專業服務訓練目標設定及執行內容",
            stage=ASKED,
            fields=(
                *_points(_PLANNED, "planned_guided"),
                FormField(
                    code="applied_on",
                    zh="提出申請日期（申請日）",
                    rule="NT-09-32",
                    kind=Kind.DATE,
                    stage=ASKED,
                    required=True,
                ),
            ),
            signers=(Signer.STAFF, Signer.CLIENT),
            words=("個案或家屬（非聘僱看護工）親筆簽章，不可用手印代替。",),
        ),
        Section(title="審查結果", stage=ASKED, fields=REVIEW, signers=(Signer.A_CASE_MANAGER, Signer.CARE_MANAGER)),
    ),
    notes=("個案有下列情形之一者，建議予以結案：", *CLOSURE_CRITERIA),
)
