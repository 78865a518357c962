"""What stands in the explanation form (附件二)? In duplicate: one for the client, one kept by the unit (NT-05-25)."""

from prof_service.domain.forms.field import Form, FormField, FormKind, Kind, OnPaper, Section, Signer, Source, Stage
from prof_service.domain.forms.words import CLOSURE_CRITERIA

FIRST = Stage.FIRST
PRICE_AREAS = {"ordinary": "一般地區", "remote": "原住民族地區或離島"}

HEAD = (
    FormField(code="staff_name", zh="專業人員", rule="NT-09-02", source=Source.HAND, stage=FIRST),
    FormField(code="discipline", zh="職業類別", rule="NT-09-02", source=Source.KNOWN, stage=FIRST),
    FormField(code="staff_phone", zh="連絡電話", rule="NT-09-02", source=Source.HAND, stage=FIRST),
    FormField(
        code="first_served_on",
        zh="第1次服務評估日期",
        rule="NT-09-02",
        kind=Kind.DATE,
        source=Source.KNOWN,
        stage=FIRST,
    ),
    FormField(code="client_name", zh="長照給付對象姓名", rule="NT-09-02", source=Source.PERSON, stage=FIRST),
    FormField(code="caregiver_name", zh="主要照顧者姓名", rule="NT-09-02", source=Source.HAND, stage=FIRST),
)
GOALS = (
    FormField(
        code="goal",
        zh="最想改善照顧問題及訓練目標（等同結案目標）",
        rule="NT-09-03",
        stage=FIRST,
        rows=3,
        group="goals",
        required=True,
    ),
    FormField(code="period_from", zh="訓練期程起", rule="NT-09-03", kind=Kind.DATE, source=Source.KNOWN, stage=FIRST),
    FormField(code="period_to", zh="訓練期程迄", rule="NT-09-03", kind=Kind.DATE, source=Source.KNOWN, stage=FIRST),
    FormField(code="combination", zh="照顧組合", rule="NT-09-03", source=Source.KNOWN, stage=FIRST),
    FormField(
        code="price_area",
        zh="支付價格地區別",
        rule="NT-09-03",
        kind=Kind.CHOICE,
        options=PRICE_AREAS,
        stage=FIRST,
        on_paper=OnPaper.NEVER,
        required=True,
    ),
    FormField(
        code="price_per_session",
        zh="給（支）付價格（元）／次",
        rule="NT-09-03",
        kind=Kind.NUMBER,
        source=Source.KNOWN,
        stage=FIRST,
    ),
    FormField(
        code="copay_per_session",
        zh="民眾負擔（元）／次",
        rule="NT-09-03",
        kind=Kind.NUMBER,
        source=Source.KNOWN,
        stage=FIRST,
    ),
    FormField(
        code="first_session_copay",
        zh="第1次民眾負擔（元）",
        rule="TY-3310-10",
        kind=Kind.NUMBER,
        source=Source.KNOWN,
        stage=FIRST,
        on_paper=OnPaper.IF_KNOWN,
    ),
    FormField(
        code="registered_resident",
        zh="設籍本縣（市）",
        rule="TY-3310-10",
        kind=Kind.FLAG,
        stage=FIRST,
        on_paper=OnPaper.NEVER,
    ),
    FormField(
        code="never_used_before",
        zh="未曾使用過專業服務",
        rule="TY-3310-10",
        kind=Kind.FLAG,
        stage=FIRST,
        on_paper=OnPaper.NEVER,
    ),
)
MANAGER = (
    FormField(code="a_manager_name", zh="個案管理員", rule="NT-09-05", source=Source.HAND, stage=FIRST),
    FormField(code="a_manager_phone", zh="連絡電話", rule="NT-09-05", source=Source.HAND, stage=FIRST),
)
CONTENT = (
    "（一）長照專業服務目的：係以自我照顧的精神，以增進日常生活獨立功能，減少照顧需求，而非被動成為被照顧者。",
    "（二）專業人員會針對個案潛能、活動性質與環境挑戰進行分析，指（教）導個案及主要照顧者以下：",
    (
        "1. 日常生活活動的技巧或方法，融入到個案的生活作息中，並經由個案及主要照顧者落實每日執行，"
        "來達成個案能執行「對自己覺得最重要」的日常生活活動。"
    ),
    "2. 主要照顧者如何照顧／督促個案執行或參與日常生活活動。",
)
RECEIPT = "收取部分負擔，依規開立收據證明（含：服務單位名稱、服務項目名稱、個案姓名、身分證字號、失能等級等）。"
"""What a receipt states (NT-09-04)."""
EXPLANATION_FORM = Form(
    kind=FormKind.EXPLANATION_FORM,
    title="長期照顧服務專業服務提供說明書",
    annex="附件二",
    rule="NT-05-25",
    copies=("第一聯：個案收執", "第二聯：服務單位自存"),
    sections=(
        Section(
            title="說明「專業服務訓練內容」、「訓練目標」、「服務費用相關規定」與「結案標準」", stage=FIRST, fields=HEAD
        ),
        Section(title="一、專業服務訓練內容", stage=FIRST, words=CONTENT),
        Section(title="二、訓練目標", stage=FIRST, fields=GOALS),
        Section(title="三、服務費用相關規定", stage=FIRST, words=(RECEIPT,)),
        Section(
            title="四、服務時間", stage=FIRST, words=("以 50 分鐘／次（含服務提供前之準備、實際服務、善後及記錄）。",)
        ),
        Section(title="五、結案標準", stage=FIRST, words=CLOSURE_CRITERIA),
        Section(
            title="六、若有服務相關疑問，可電洽詢問個案管理單位",
            stage=FIRST,
            fields=MANAGER,
            words=("專業人員已詳細告知上述事項，本人或家屬已充分瞭解。",),
            signers=(Signer.STAFF, Signer.CLIENT),
        ),
    ),
)
