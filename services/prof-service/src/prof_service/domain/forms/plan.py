"""What stands in the evaluation and service plan (附件三)? One form of a case, for the first session and the closure (NT-09-17)."""

from prof_service.domain.forms.field import Form, FormField, FormKind, Kind, Section, Signer, Source, Stage
from prof_service.domain.forms.words import DEGREES, FIVE_ELEMENTS, GUIDED, SEXES

FIRST, CLOSURE = Stage.FIRST, Stage.CLOSURE
BANDS = {"3": "一般戶", "2": "中低收 1.5-2.5 倍", "1": "低收入戶（未達 1.5 倍）"}
"""The form's words for the welfare classes 3, 2, 1; the class is stored, never derived from the words (AM-111, NT-09-07)."""
CODES = {
    "CA07": "IADLs 復能、ADLs 復能照護",
    "CA08": "個別化服務計畫（ISP）擬定與執行",
    "CB01": "營養照護",
    "CB02": "進食與吞嚥照護",
    "CB03": "困擾行為照護",
    "CB04": "臥床或長期活動受限照護",
    "CC01": "居家環境安全或無障礙空間規劃",
    "CD02": "居家護理指導與諮詢",
}
"""NT-09-08; CB01a is ticked as CB01."""
DEVICE_USE = {"full_guidance": "需完全指導", "partial_guidance": "需部分指導", "correct": "可正確使用"}
REASONS = {
    "goal_reached": "1. 達服務目標並由案居家練習",
    "condition_changed": "2. 個案狀況變化致無法繼續",
    "refused": "3. 個案／案家拒絕",
    "no_motivation": "4. 個案／案家無動機",
    "refer_other": "5. 建議轉介其他長照服務或醫療資源",
    "other": "6. 其他",
}

HEAD = (
    FormField(code="unit_name", zh="服務提供單位", rule="NT-09-06", source=Source.HAND, stage=FIRST),
    FormField(
        code="first_served_on", zh="初次評估日期", rule="NT-09-06", kind=Kind.DATE, source=Source.KNOWN, stage=FIRST
    ),
    FormField(code="assessor_name", zh="初次評估服務人員", rule="NT-09-06", source=Source.HAND, stage=FIRST),
    FormField(code="discipline", zh="職業類別", rule="NT-09-06", source=Source.KNOWN, stage=FIRST),
    FormField(code="care_manager_name", zh="主責照專姓名", rule="NT-09-06", source=Source.HAND, stage=FIRST),
    FormField(code="a_manager_name", zh="A單位個管員", rule="NT-09-06", source=Source.HAND, stage=FIRST),
)
BASIC = (
    FormField(code="client_name", zh="姓名", rule="NT-09-07", source=Source.PERSON, stage=FIRST),
    FormField(code="sex", zh="性別", rule="NT-09-07", kind=Kind.CHOICE, options=SEXES, stage=FIRST, required=True),
    FormField(code="national_id", zh="身分證字號", rule="NT-09-07", source=Source.PERSON, stage=FIRST),
    FormField(  # asked twice on the paper, one field here (AM-26)
        code="foreign_care_worker",
        zh="是否聘有外籍看護工",
        rule="NT-09-07",
        kind=Kind.FLAG,
        source=Source.KNOWN,
        stage=FIRST,
    ),
    FormField(
        code="welfare_class",
        zh="長照福利身分別",
        rule="NT-09-07",
        kind=Kind.CHOICE,
        options=BANDS,
        source=Source.KNOWN,
        stage=FIRST,
    ),
    FormField(
        code="disability_certificate",
        zh="領有身心障礙證明",
        rule="NT-09-07",
        kind=Kind.FLAG,
        stage=FIRST,
        required=True,
    ),
    FormField(
        code="disability_class",
        zh="障礙類別（第幾類）",
        rule="NT-09-07",
        kind=Kind.NUMBER,
        least=1,
        most=8,
        stage=FIRST,
        when=("disability_certificate", True),
    ),
    FormField(
        code="disability_degree",
        zh="障礙程度",
        rule="NT-09-07",
        kind=Kind.CHOICE,
        options=DEGREES,
        stage=FIRST,
        when=("disability_certificate", True),
    ),
    FormField(code="contact_name", zh="主要聯繫家屬姓名／關係", rule="NT-09-07", source=Source.HAND, stage=FIRST),
    FormField(code="contact_phone", zh="連絡電話", rule="NT-09-07", source=Source.HAND, stage=FIRST),
    FormField(
        code="main_guided",
        zh="主要指導對象",
        rule="NT-09-07",
        kind=Kind.CHOICES,
        options=GUIDED,
        stage=FIRST,
        required=True,
    ),
    FormField(code="cms_level", zh="CMS 等級", rule="NT-09-07", kind=Kind.NUMBER, source=Source.KNOWN, stage=FIRST),
    FormField(code="referred_on", zh="照會日期", rule="NT-09-07", kind=Kind.DATE, source=Source.KNOWN, stage=FIRST),
    FormField(
        code="nhi_rehabilitation",
        zh="目前有接受健保復健服務",
        rule="NT-09-07",
        kind=Kind.FLAG,
        stage=FIRST,
        required=True,
    ),
)
SETTING = (
    FormField(
        code="service_code",
        zh="專業服務代碼",
        rule="NT-09-08",
        kind=Kind.CHOICE,
        options=CODES,
        source=Source.KNOWN,
        stage=FIRST,
    ),
    FormField(code="period_from", zh="服務期程起", rule="NT-09-09", kind=Kind.DATE, source=Source.KNOWN, stage=FIRST),
    FormField(
        code="period_to",
        zh="服務期程迄（6 個月內須完成）",
        rule="NT-09-09",
        kind=Kind.DATE,
        source=Source.KNOWN,
        stage=FIRST,
    ),
    FormField(
        code="groups",
        zh="服務組數（總組數至多不超過 4 組）",
        rule="NT-09-10",
        kind=Kind.NUMBER,
        source=Source.KNOWN,
        stage=FIRST,
    ),
    FormField(
        code="participation_goal",
        zh="最希望改善的日常生活活動項目（專業服務目標）",
        rule="NT-09-08",
        stage=FIRST,
        required=True,
    ),
)
ABILITY = (
    FormField(
        code="complaint_history",
        zh="主訴、主要診斷／開刀史／用藥、過去病史、目前能力狀況",
        rule="NT-09-11",
        stage=FIRST,
        required=True,
    ),
    FormField(
        code="home_and_family",
        zh="居家環境描述、家庭狀況（同住者，註明主要照顧者）",
        rule="NT-09-11",
        stage=FIRST,
        required=True,
    ),
    FormField(
        code="functions",
        zh="常規日常生活活動、行動功能、認知功能、溝通表達能力、情緒行為等",
        rule="NT-09-11",
        stage=FIRST,
        required=True,
    ),
    FormField(code="special_needs", zh="特殊照護需求（如皮膚問題、營養問題等）", rule="NT-09-11", stage=FIRST),
    FormField(code="guided_skill", zh="主要指導對象（主要照顧者）執行能力", rule="NT-09-11", stage=FIRST),
    FormField(code="uses_devices", zh="個案有使用輔具", rule="NT-09-12", kind=Kind.FLAG, stage=FIRST, required=True),
    FormField(
        code="device",
        zh="輔具使用項目",
        rule="NT-09-12",
        stage=FIRST,
        rows=3,
        group="devices",
        when=("uses_devices", True),
    ),
    FormField(
        code="device_use",
        zh="輔具使用狀況",
        rule="NT-09-12",
        kind=Kind.CHOICE,
        options=DEVICE_USE,
        stage=FIRST,
        rows=3,
        group="devices",
        when=("uses_devices", True),
    ),
)
_GOAL_ROWS = (
    ("problem", "期待或改善生活參與目標／照顧問題", "NT-09-14"),
    ("short_term", f"短期訓練目標內容 {FIVE_ELEMENTS}", "NT-09-13"),
    ("long_term", f"長期訓練目標（等同結案目標）內容 {FIVE_ELEMENTS}", "NT-09-13"),
    ("service_plan", "專業服務計畫", "NT-09-14"),
)
GOALS = tuple(
    FormField(code=code, zh=zh, rule=rule, stage=FIRST, rows=3, group="goals", required=True)
    for code, zh, rule in _GOAL_ROWS
)
END = (
    FormField(code="closed_on", zh="結案日期", rule="NT-09-15", kind=Kind.DATE, stage=CLOSURE, required=True),
    FormField(
        code="self_rating_before",
        zh="服務介入「前」目標活動執行情形（最差 1 分，最佳 10 分）",
        rule="NT-09-15",
        kind=Kind.NUMBER,
        least=1,
        most=10,
        stage=CLOSURE,
        required=True,
    ),
    FormField(
        code="self_rating_after",
        zh="服務介入「後」目標活動執行情形（最差 1 分，最佳 10 分）",
        rule="NT-09-15",
        kind=Kind.NUMBER,
        least=1,
        most=10,
        stage=CLOSURE,
        required=True,
    ),
    FormField(
        code="closure_reason",
        zh="結案及建議",
        rule="NT-09-16",
        kind=Kind.CHOICE,
        options=REASONS,
        stage=CLOSURE,
        required=True,
    ),
    FormField(code="closure_explanation", zh="轉介資源或其他原因說明", rule="NT-09-16", stage=CLOSURE),
    FormField(
        code="outcome",
        zh="專業服務訓練之個人層次或指導對象習得成效",
        rule="NT-09-16",
        stage=CLOSURE,
        required=True,
    ),
)
SERVICE_PLAN = Form(
    kind=FormKind.SERVICE_PLAN,
    title="長期照顧專業服務（初及結案）評估表暨服務計畫書",
    annex="附件三",
    rule="NT-05-29",
    sections=(
        Section(title="服務單位", stage=FIRST, fields=HEAD),
        Section(title="一、個案基本資料", stage=FIRST, fields=BASIC),
        Section(title="照管平臺之專業服務目標管理設定", stage=FIRST, fields=SETTING),
        Section(title="二、個案能力狀況與特殊需求", stage=FIRST, fields=ABILITY),
        Section(title="三、評估及服務計畫", stage=FIRST, fields=GOALS, signers=(Signer.CLIENT, Signer.STAFF)),
        Section(title="四、結案評值及原因", stage=CLOSURE, fields=END, signers=(Signer.CLIENT, Signer.STAFF)),
    ),
    notes=(
        "1. 此為個案專業服務初次評估及結案皆須完成，每 1 個案 1 式 1 份。",
        (
            "2. 執行第 1 次及最後 1 次服務「次日起算 3 個工作天」內需完成該服務計畫書，並交至 A 個管，"
            "由 A 個管確認後上傳至照管平臺備查。"
        ),
    ),
)
