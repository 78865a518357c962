"""How are codes said, in Traditional Chinese and English? What is not in the list is shown as the code itself."""

_TEXT = """
phone                    電話                 phone
fax                      傳真                 fax
email                    電子郵件             e-mail
referral                 轉介                 referral
hotline_1966             1966 專線            the 1966 line
discharge_prep           出院準備             discharge preparation
online                   線上                 online
one_stop_window          單一窗口             the one-stop window
counter                  臨櫃                 the counter
c_unit                   C 據點               a C site
dementia_co_care_center  失智共照中心         a dementia co-care centre
community_care_site      社區照顧關懷據點     a community care site
social_welfare           社會福利單位         social welfare
other                    其他                 other
co_visit                 共訪                 joint visit
division                 分工                 division of work
temporary                暫時結案             closed for a time
permanent                永久結案             closed for good
client_choice            案家選擇             the client's choice
capacity                 服務量能             capacity
immediacy                即時性               immediacy
accessibility            可近性               accessibility
rotation                 輪派                 rotation
picked                   人工指定並附理由     picked by a person with a reason
accepted                 接受                 accepted
declined                 婉拒                 declined
reply                    回覆照會             answer to the referral
first_service            第 1 次服務          first service
record                   服務紀錄             session record
documents                首次服務文件         documents of the first session
a_plan                   訪視及計畫擬定       visit and plan
assessment_report        評估報告             assessment report
d_referral               D 碼照會             referral of D codes
client_factor            案家因素             client or family
epidemic                 疫情                 epidemic
force_majeure            不可抗力             force majeure
provider                 單位因素             the provider
delayed                  逾期                 delay
client_changed_unit      案家更換單位         the client changed the unit
worker_follow_switch     隨服務員轉換單位     the client followed the worker
cannot_serve             無法提供服務         the unit cannot serve
persistent_failure       持續未提供服務       persistent failure to serve
unit_closing             單位歇業或停止特約   the unit closes
reassigned               已改派               reassigned
death                    死亡                 death
hospital                 住院                 hospital
withdrawn                案家撤回             withdrawn
item_closed              項目結案             the item is closed
case_closed              個案結案             the case is closed
calendar                 辦公日曆變更         the calendar changed
not_fitting              不符需求             does not fit the needs
plan_padding             浮編                 padded plan
incomplete               資料不全             incomplete
home                     家訪                 home visit
face_to_face             面訪                 face-to-face visit
explanation_form         說明書               explanation form
service_plan             服務計畫書           service plan
demerit_points           記點                 demerit points
failed_evaluation        評鑑不合格           failed evaluation
self_suspended           單位自請             the unit asked for it
care_manager             照管專員             care manager
care_supervisor          照管督導             care supervisor
county_gov               縣市政府             county government
health_bureau            衛生局               health bureau
social_bureau            社會局（處）         social bureau
a_case_manager           A 單位個管員         A case manager
b_unit                   B 單位               B unit
prof_staff               專業人員             professional staff
discharge_planner        出院準備人員         discharge planner
platform_operator        平台維運             platform operator
opened                   起算                 opened
open                     進行中               open
overdue                  已逾期               overdue
met                      如期完成             met
met_late                 逾期完成             met late
missed                   逾期                 missed
excused                  已登錄事由           excused
cancelled                不再計算             cancelled
moved                    期限調整             moved
intake                   受理評估             intake
care-plan                照顧計畫             care plan
dispatch                 派案照會             dispatch
prof-service             專業服務             professional service
audit                    稽核                 audit
"""


def _entry(line: str) -> tuple[str, tuple[str, str]]:
    code, rest = line.split(maxsplit=1)
    zh, en = (part.strip() for part in rest.split("  ", 1))
    return code, (zh, en)


WORDS: dict[str, tuple[str, str]] = dict(_entry(line) for line in _TEXT.strip().splitlines())
"""Code → (Traditional Chinese, English)."""


def zh(code: str) -> str:
    """The code in Traditional Chinese."""
    return WORDS.get(code, (code, code))[0]


def en(code: str) -> str:
    """The code in English."""
    return WORDS.get(code, (code, code))[1]
