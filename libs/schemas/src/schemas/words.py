"""What does each field of an event mean, in both languages? A test holds that no field is without its words."""

_TEXT = """
a_unit_id            A 單位                     the A unit
accepted_on          接案日                     day the case was taken over
activated_on         啟用日                     day it came into force
affiliated           是否為同屬或相關聯單位     whether the unit belongs to the referring A unit's group
after_window_day     是否於時限當日之後申請     whether it was asked on a later day than that of the last session of the window
agreed_end_on        同意之延案迄日             last day that the reviewer agrees to
answer               回覆                       the unit's answer
applied_on           申請日                     day of the application
approved_on          核定日                     day of the approval
assessed_on          評估日                     day of the assessment
assessment_id        評估                       the assessment
assessor             評估人員代碼               code of the person who assesses
attempted_on         嘗試服務日                 day that was tried
candidates           候選單位數                 how many units could have been chosen
capacity             服務量能                   cases the unit can take; empty: not stated
caregiver            照顧者關係                 relation of the caregiver who learns along
case_id              個案                       the case
case_source          個案來源                   who brought the case
categories           符合之類別                 which of the two categories holds
category             困難類別                   which kind of difficult case
cause                原因代碼                   code of the cause
changed_on           變更日                     day of the change
channel              申請管道                   how the application arrived
clock                計時                       which of the referral's clocks
clocks               本事件影響之期限           deadlines that this fact touched
closed_on            結案日                     day of the closure
closing_on           結案起始日                 day the closing began
closure_type         結案類型                   for a time or for good
cms_level            失能等級                   CMS level
completed_on         期滿日                     last day
conditions           不適合情況                 conditions that make it unsuitable
conference_id        個案研討會                 the case conference
contact_kind         聯繫方式                   kind of contact
contracted_from      特約起日                   first day of the contract
corrected_on         修正日                     day of the correction
criterion            結案標準                   closure criterion
deadline_id          期限                       the deadline
decided_on           決定日                     day of the decision
decision             決定                       the decision
declined_on          婉拒日                     day of the refusal
district             鄉鎮市區                   township of the case, as a code
districts            特約區域                   townships of the contract
document             文件                       which document
documents            文件                       which documents
due_on               期限日                     last day in time
earliest_on          最早可服務日               first day that would be allowed
eligible_group       服務對象類別               eligible group
end                  結束方式                   how it ended
ended_on             結束日                     day of the end
engagement_id        專業服務案                 the engagement
escalated            是否已通報督導             whether the supervisor has been told
excluded             是否不列計                 whether it is left out of the rates
excused_on           免計日                     day of the excuse
extension_request_id 延案申請                   the extension request
fact_on              事實發生日                 day of what the notice tells of
first_service_due_on 第 1 次服務期限            last day for the first service
flagged              是否註記                   whether it is marked
force_majeure        是否不可抗力               whether force majeure made it so
foreign_care_worker  聘僱外籍看護工             whether the household employs a foreign care worker
from_on              原期限或起日               the former due date, or the first day
from_unit_id         原單位                     the unit before
frozen_on            確定日                     day it became fixed
goal_id              專業服務目標               the goal record
goal_no              目標序號                   number of the goal record
goals                目標數                     how many goals
groups               組數                       groups of a C code
guidance_targets     指導對象                   whom the service guides
items                計畫項目                   the plan's items
kind                 類別                       which kind
late                 是否逾期                   whether it came after the due date
list_id              輪派表                     the rotation list
medical_target       轉介醫事單位類別           kind of medical care
method               派案方式                   what decided for the unit
minutes              分鐘數                     minutes
mode                 訪視方式                   visit together, or division of work
monthly_quota_twd    每月照顧及專業服務額度     care and professional quota a month, in TWD
monthly_twd          每月金額                   amount a month, in TWD
name                 期限名稱                   name of the deadline
need_confirmed       是否仍有需求               whether the need is confirmed
not_sent_to          未送交之審查者             reviewers it was not sent to on the day
notice_id            異動通報                   the quick change notice
observed_day_off     是否為補假日               whether it is an observed day off
opened_on            起算日                     day the clock started
owed_by_role         應辦角色                   role that owes it
owed_by_unit         應辦單位                   unit that owes it
passed_over          略過之單位                 units whose turn it was and that were not taken
path                 重啟途徑                   path A or B
period_from          期間起日                   first day of the period
period_to            期間迄日次日               first day after the period
plan_id              照顧計畫                   the care plan
plan_item_id         計畫項目                   the plan item
posted_on            通報日                     day the notice was posted
predecessor_id       前一目標                   the goal record before
problem_no           照顧問題編號               number of the care problem
problems             優先改善照顧問題           the problems ranked first
proposed_on          建議日                     day of the proposal
quantity             次數                       times a month
queried_on           提出疑義日                 day of the doubt
quota_percent        額度給付比例               share of the quota that is granted
rank                 順位                       rank
read_on              閱讀日                     day it was read
reason               原因代碼                   code of the reason
reason_code          逾期原因                   why it is late
reasons              申請原因                   reasons of the application
reassessment_needed  是否需複評                 whether a re-assessment is needed
reassigned_on        改派日                     day of the reassignment
recipient            受通報者                   whom it reached
recipients           受通報者                   whom it reaches
recorded_on          登錄日                     day the record was entered
reference            電話查詢代碼               reference for the telephone
referral_id          照會                       the referral
referral_target      轉介去處                   where the person was sent
referred_at          照會時間                   moment of the referral
referred_on          照會日                     day of the referral
referrer_unit_id     轉介單位                   the unit that referred the person
refused_on           不同意日                   day of the refusal
rejected_on          駁回日                     day it was turned down
removed_on           刪除日                     day of the removal
replaces_referral_id 取代之照會                 the referral it takes the place of
replied_on           回覆日                     day of the answer
reply_due_on         回覆期限                   last day for the answer
requested_on         申請日                     day of the request
requester            申請人                     who asks
required_on          應召開日                   day from which it is required
residence            居住型態                   at home or in an institution
restart_request_id   重啟申請                   the request to start again
result               審查結果                   result of the review
resumed_on           恢復日                     day dispatch resumed
returned_on          退回日                     day of the return
reviewed_on          審查日                     day of the review
reviewer             審查者                     who reviews
reviewers            審查者                     who review
rule                 規則編號                   the rule that made the deadline
same_code_from       同代碼最早重啟日           first day for the same code
scheduled_on         排定日                     day that was booked
screened_on          初篩日                     day of the screening
self_found_by_a_unit_id 主動開發之 A 單位       the A unit that found the case itself
self_rating_after    服務後自評                 self-rating after the service
self_rating_before   服務前自評                 self-rating before the service
served_on            服務日                     day of the service
service_code         照顧組合                   service code
service_codes        特約照顧組合               service codes of the contract
service_date         服務日期                   day of the service
session_id           訓練                       the session
session_no           累計次數                   number of the session, counted over units and staff
sessions             區間次數                   sessions in the window
sessions_approved    核定次數                   sessions approved
sessions_delivered   已服務次數                 sessions served
sessions_done        已服務次數                 sessions served before
staff                執行人員代碼               code of the person who served
started_on           開始日                     day of the start
state                期限狀態                   what happened to the deadline
step                 審查階段                   which step of the review
submitted_on         送出日                     day it was sent
surcharge            加計項目                   AA08 evening or AA09 holiday
surcharge_request_id 晚間例假日申請             the application for evening or holiday service
suspended_on         中止日                     day of the suspension
suspension_id        暫停派案                   the suspension
switched_on          更換日                     day of the switch
then                 後續處理                   what follows
to_on                新期限                     the new due date
to_unit_id           新單位                     the unit after
total_twd            總金額                     total a month, in TWD
trigger              觸發原因                   why it is required
turn                 輪序                       position in the list's history
unit_id              單位                       the unit
unit_type            單位類型                   A or B unit
until_on             暫停迄日次日               first day after the suspension
uploaded_on          上傳日                     day of the upload
valid_from           生效日                     first day of validity
version              版本                       version of the plan
visit_id             家訪                       the home visit
visited_on           訪視日                     day of the visit
welfare_class        經濟身分別                 welfare class
window_from          計算區間起日               first day that was counted
with_cause           是否有正當理由             whether the refusal was legitimate
withdrawn_on         撤回日                     day it was taken back
"""


def _entry(line: str) -> tuple[str, tuple[str, str]]:
    name, rest = line.split(maxsplit=1)
    zh, en = (part.strip() for part in rest.split("  ", 1))
    return name, (zh, en)


WORDS: dict[str, tuple[str, str]] = dict(_entry(line) for line in _TEXT.strip().splitlines())
"""Field name → (Traditional Chinese, English)."""
