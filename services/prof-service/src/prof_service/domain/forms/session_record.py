"""What stands in the session record (附件四)? Its contents are the record that the unit has entered; item 6 is the return
demonstration (AM-18). The paper is kept by the unit (NT-05-38) and written by hand in Chinese (NT-09-20)."""

from prof_service.domain.forms.field import Form, FormField, FormKind, Kind, Section, Signer, Source, Stage
from prof_service.domain.forms.words import DEGREES, GUIDED
from prof_service.domain.records import FIRST_CONTENTS, GOALS, LATER_CONTENTS, Field

SESSION = Stage.SESSION
GOAL_TYPES = {"short_term": "短期", "long_term": "長期", "extension": "延案組數"}
_WORDS = {
    Field.ABILITY: "個案現有能力及潛力",
    Field.DEVICE_ENVIRONMENT: "輔具和環境調整建議",
    Field.CONTENT_METHOD: "當次教導（指導）服務內容及方式",
    Field.ACTIVITY_ADJUSTMENT: "活動調整",
    Field.PREVIOUS_ADVICE: "確認前次建議執行狀況",
    Field.RETURN_DEMONSTRATION: "回覆示教",
    Field.ENVIRONMENT: "環境調整（包含輔具及無障礙）",
    Field.HOME_ASSIGNMENT: "制定居家作業（個案可配合的每天練習作業）",
    Field.PARTICIPATION_GOAL: "個案或主要照顧者期待或改善的生活參與目標（或最想改善照顧問題）",
    Field.SHORT_TERM: "短期訓練目標",
    Field.LONG_TERM: "長期訓練目標",
    Field.SUMMARY: "指導建議摘要事項",
    Field.NEXT_POINTS: "接續專業服務訓練需要注意事項",
    Field.ASSIGNMENT_RESULT: "交付居家作業執行情況",
}


def _recorded(fields: tuple[Field, ...], rule: str) -> tuple[FormField, ...]:
    return tuple(
        FormField(code=f.value, zh=_WORDS[f], rule=rule, source=Source.RECORD, stage=SESSION)
        for f in dict.fromkeys(fields)
    )


HEAD = (
    FormField(code="unit_and_staff", zh="專業服務提供單位／人員", rule="NT-09-18", source=Source.HAND, stage=SESSION),
    FormField(code="staff_phone", zh="連絡電話", rule="NT-09-18", source=Source.HAND, stage=SESSION),
    FormField(code="combination", zh="專業服務代碼", rule="NT-09-18", source=Source.KNOWN, stage=SESSION),
    FormField(
        code="first_served_on",
        zh="第1次服務評估日期",
        rule="NT-09-18",
        kind=Kind.DATE,
        source=Source.KNOWN,
        stage=SESSION,
    ),
    FormField(code="client_name", zh="個案姓名", rule="NT-09-18", source=Source.PERSON, stage=SESSION),
    FormField(code="born_on", zh="出生年月日", rule="NT-09-18", source=Source.PERSON, stage=SESSION),
    FormField(code="national_id", zh="身分證字號", rule="NT-09-18", source=Source.PERSON, stage=SESSION),
    FormField(code="disability_certificate", zh="身心障礙證明", rule="NT-09-18", kind=Kind.FLAG, stage=SESSION),
    FormField(
        code="disability_class", zh="障礙類別", rule="NT-09-18", kind=Kind.NUMBER, least=1, most=8, stage=SESSION
    ),
    FormField(
        code="disability_degree", zh="障礙程度", rule="NT-09-18", kind=Kind.CHOICE, options=DEGREES, stage=SESSION
    ),
    FormField(code="icd", zh="ICD", rule="NT-09-18", stage=SESSION),
    FormField(code="period_from", zh="服務期程起", rule="NT-09-18", kind=Kind.DATE, source=Source.KNOWN, stage=SESSION),
    FormField(code="period_to", zh="服務期程迄", rule="NT-09-18", kind=Kind.DATE, source=Source.KNOWN, stage=SESSION),
    FormField(code="groups", zh="服務組數", rule="NT-09-18", kind=Kind.NUMBER, source=Source.KNOWN, stage=SESSION),
)
VISIT = (
    FormField(
        code="goal_types",
        zh="服務訓練目標（短長期）",
        rule="NT-09-19",
        kind=Kind.CHOICES,
        options=GOAL_TYPES,
        stage=SESSION,
        required=True,
    ),
    FormField(code="served_on", zh="執行日期", rule="NT-09-19", kind=Kind.DATE, source=Source.KNOWN, stage=SESSION),
    FormField(
        code="ordinal", zh="目前執行第幾次訓練", rule="NT-09-19", kind=Kind.NUMBER, source=Source.KNOWN, stage=SESSION
    ),
    FormField(code="arrived_at", zh="到達時間", rule="NT-09-19", source=Source.KNOWN, stage=SESSION),
    FormField(code="left_at", zh="離開時間", rule="NT-09-19", source=Source.KNOWN, stage=SESSION),
    FormField(
        code="guided",
        zh="指導對象",
        rule="NT-05-34",
        kind=Kind.CHOICES,
        options=GUIDED,
        source=Source.KNOWN,
        stage=SESSION,
    ),
)
SESSION_RECORD = Form(
    kind=FormKind.SESSION_RECORD,
    title="長期照顧專業服務紀錄表",
    annex="附件四",
    rule="NT-09-19",
    per_session=True,
    sections=(
        Section(title="一、基本資料", stage=SESSION, fields=HEAD),
        Section(title="專業服務目標", stage=SESSION, fields=_recorded(GOALS, "NT-05-33")),
        Section(title="二、服務內容", stage=SESSION, fields=VISIT),
        Section(
            title="訓練內容及指導措施",
            stage=SESSION,
            fields=_recorded((*FIRST_CONTENTS, *LATER_CONTENTS), "NT-05-35"),
        ),
        Section(
            title="指導建議摘要事項",
            stage=SESSION,
            fields=_recorded((Field.SUMMARY, Field.NEXT_POINTS, Field.ASSIGNMENT_RESULT), "NT-05-37"),
            signers=(Signer.STAFF, Signer.CLIENT, Signer.HOME_CARE_WORKER, Signer.UNIT_HEAD),
        ),
    ),
    notes=(
        "1. 提供服務人員應符合衛生福利部公告之長照專業手冊之執行人員資格。",
        "2. 請以中文親筆撰寫服務紀錄。",
        (
            "3. 服務時間每次以 50 分鐘為原則（含服務提供前之準備、實際服務、善後及記錄），"
            "並 2 個工作天內於照管平臺完成服務紀錄登錄。"
        ),
        "4. 服務紀錄表相關表單由單位依長期照顧服務法規定留存備查，申報服務費用毋需檢附。",
        "5. 申報核銷延案服務組數時，需檢附同意延案申請書影本，作為核銷依據。",
        "6. AA03 照顧服務員配合專業服務，須於指導內容文後簽名。",
    ),
)
