"""What stands in the home guidance record (附件五)? After every session, in a form that can be read again (NT-05-40)."""

from prof_service.domain.forms.field import Form, FormField, FormKind, Kind, Section, Signer, Source, Stage
from prof_service.domain.forms.words import FIVE_ELEMENTS

SESSION = Stage.SESSION
MEDIA = {"paper": "紙本", "messaging": "通訊軟體", "photo": "照片", "video_link": "影片連結"}
LEARNED = {"learned": "已學會", "not_learned": "尚未學會"}

HEAD = (
    FormField(code="unit_and_staff", zh="專業服務提供單位／人員", rule="NT-09-24", source=Source.HAND, stage=SESSION),
    FormField(code="staff_phone", zh="連絡電話", rule="NT-09-24", source=Source.HAND, stage=SESSION),
    FormField(code="client_name", zh="個案姓名", rule="NT-09-24", source=Source.PERSON, stage=SESSION),
    FormField(code="born_on", zh="出生年月日", rule="NT-09-24", source=Source.PERSON, stage=SESSION),
    FormField(
        code="short_term", zh=f"短期訓練目標 {FIVE_ELEMENTS}", rule="NT-09-24", source=Source.RECORD, stage=SESSION
    ),
    FormField(
        code="long_term",
        zh=f"長期訓練目標（等同結案目標）{FIVE_ELEMENTS}",
        rule="NT-09-24",
        source=Source.RECORD,
        stage=SESSION,
    ),
)
VISIT = (
    FormField(code="served_on", zh="服務日期", rule="NT-09-24", kind=Kind.DATE, source=Source.KNOWN, stage=SESSION),
    FormField(code="arrived_at", zh="服務時間", rule="NT-09-24", source=Source.KNOWN, stage=SESSION),
    FormField(
        code="medium",
        zh="提供形式",
        rule="NT-05-40",
        kind=Kind.CHOICES,
        options=MEDIA,
        stage=SESSION,
        required=True,
    ),
    FormField(
        code="learned",
        zh="上次指導內容習得情形（第一次評估勿需填寫）",
        rule="NT-09-24",
        kind=Kind.CHOICE,
        options=LEARNED,
        stage=SESSION,
        from_session=2,
    ),
    FormField(
        code="not_learned_reason", zh="尚未學會之原因", rule="NT-09-24", stage=SESSION, when=("learned", "not_learned")
    ),
    FormField(
        code="assignment",
        zh="交付居家練習作業內容／注意事項（含活動執行頻率、時間及注意事項）",
        rule="NT-09-24",
        stage=SESSION,
        required=True,
    ),
    FormField(code="execution_note", zh="執行紀錄與狀況", rule="NT-09-24", stage=SESSION),
    FormField(code="remark", zh="備註", rule="NT-09-24", stage=SESSION),
)
HOME_GUIDANCE_RECORD = Form(
    kind=FormKind.HOME_GUIDANCE_RECORD,
    title="長期照顧專業服務居家指導紀錄表",
    annex="附件五",
    rule="NT-05-40",
    per_session=True,
    sections=(
        Section(title="基本資料", stage=SESSION, fields=HEAD),
        Section(
            title="居家指導",
            stage=SESSION,
            fields=VISIT,
            signers=(Signer.PRIMARY_CAREGIVER, Signer.HOME_CARE_WORKER),
        ),
    ),
)
