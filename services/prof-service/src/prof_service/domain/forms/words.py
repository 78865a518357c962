"""Which words do several forms print? Closure criteria, codes, and options that are the same everywhere."""

CLOSURE_CRITERIA = (
    "（一）個案習得並可應用環境與活動調整技巧與輔具，已達專業服務訓練目標。",
    (
        "（二）照顧者（如居服員、主要照顧者、外籍家庭看護工）已習得相關照顧技巧，可以正確的運用活動、環境調整與輔具，"
        "並提供最少協助，協助個案發揮最大的功能。"
    ),
    "（三）同一活動目標經過進行數次（如一組）專業服務介入後，仍未有明顯進步。",
    "（四）經過數次（如一組）專業服務介入，個案與主要照顧者無法配合專業服務。",
    "（五）經專業服務評估後，個案已無意願／潛力，或個案狀況變化致無法繼續。",
    "（六）心智障礙類個案，完成階段性目標。",
    "（七）其他：機構安置、需立即解決的醫療問題等因素。",
)
FIVE_ELEMENTS = "（1）執行活動（2）執行方式／環境（3）協助程度（4）時限性（5）可測量性"
"""NT-09-13."""
SEXES = {"male": "男", "female": "女"}
DEGREES = {"mild": "輕度", "moderate": "中度", "severe": "重度", "profound": "極重度"}
GUIDED = {
    "client": "個案",
    "primary_caregiver": "主要照顧者",
    "home_care_worker": "照顧服務員",
    "foreign_care_worker": "外籍家庭看護工",
    "other": "其他",
}
"""指導對象 (NT-05-34)."""
