"""Which sentence tells of which event? Templates over the event's own codes, numbers and dates."""

_TEXT = """
ApplicationReceived | 受理申請（{channel}），{district} | Application received by {channel}, {district}
CaseScreenedOut | 初篩不符收案條件，轉介{referral_target} | Screened out, referred to {referral_target}
HomeVisitScheduled | 初篩符合，排定 {scheduled_on} 家訪（{mode}） | Screened in; home visit booked for {scheduled_on} ({mode})
NeedsAssessed | {visited_on} 完成評估：CMS 第 {cms_level} 級，優先問題 {problems} | \
Assessed on {visited_on}: CMS level {cms_level}, ranked problems {problems}
AssessmentSubmitted | 評估報告送督導簽審 | Assessment report sent for sign-off
AssessmentReturned | 督導退回評估（{reason}） | Assessment returned ({reason})
CaseNotOpened | CMS 第 {cms_level} 級，不開案，轉介{referral_target} | \
CMS level {cms_level}: not opened, referred to {referral_target}
QuotaApproved | 督導核定：CMS 第 {cms_level} 級，每月額度 {monthly_quota_twd} 元 | \
Signed: CMS level {cms_level}, quota {monthly_quota_twd} TWD a month
CaseClosed | {closure_type}（{reason}） | Case {closure_type} ({reason})
UnitContracted | {unit_type} 單位 {unit_id} 特約自 {contracted_from} 起 | \
{unit_type} unit {unit_id} contracted from {contracted_from}
CaseReferred.A | 派案至 A 單位 {unit_id}（{method}，候選 {candidates} 個單位） | \
Referred to A unit {unit_id} ({method}, {candidates} candidates)
CaseReferred.B | 照會 B 單位 {unit_id}：{service_code}（{method}，候選 {candidates} 個單位） | \
{service_code} referred to B unit {unit_id} ({method}, {candidates} candidates)
CaseAccepted | A 單位 {unit_id} 接案 | A unit {unit_id} takes the case over
RotationAdvanced | 輪派表前進至單位 {unit_id}（第 {turn} 輪序） | Rotation list advanced to unit {unit_id} (turn {turn})
ReferralReplied | 單位 {unit_id} 回覆：{answer} | Unit {unit_id} answered: {answer}
ReferralDeclined | 單位 {unit_id} 婉拒接案（{reason}） | Unit {unit_id} declined ({reason})
ServiceDelayed | 單位 {unit_id} 逾期：{clock}，期限 {due_on}（{reason_code}） | \
Unit {unit_id} is late: {clock}, due {due_on} ({reason_code})
ReassignmentProposed | 建議由單位 {from_unit_id} 改派至 {to_unit_id} | \
Reassignment proposed from unit {from_unit_id} to {to_unit_id}
CaseReassigned | 由單位 {from_unit_id} 改派至 {to_unit_id}（{reason}） | \
Reassigned from unit {from_unit_id} to {to_unit_id} ({reason})
ReferralEnded | 單位 {unit_id} 之照會結束（{reason}） | Referral to unit {unit_id} ended ({reason})
PlanDraftingStarted | A 單位 {a_unit_id} 開始擬訂照顧計畫 | A unit {a_unit_id} starts the care plan
HomeVisitMade | A 個管員完成{contact_kind}（{visited_on}） | A case manager: {contact_kind} ({visited_on})
CarePlanSubmitted | 送出照顧計畫第 {version} 版：{items}，每月 {total_twd} 元 | \
Care plan version {version} submitted: {items}, {total_twd} TWD a month
CarePlanReturned | 照管中心退回第 {version} 版（{reason}） | Centre returned version {version} ({reason})
CarePlanApproved | 照管中心核定第 {version} 版：{items}，每月 {total_twd} 元 | \
Centre approved version {version}: {items}, {total_twd} TWD a month
CarePlanOverdue | 訪視及計畫逾期，期限 {due_on} | Visit and plan are overdue, due {due_on}
ProfessionalItemApproved | 成立專業服務案：{service_code}，{groups} 組共 {sessions_approved} 次 | \
Engagement opened: {service_code}, {groups} groups, {sessions_approved} sessions
FirstServiceDelivered | 單位 {unit_id} 於 {served_on} 提供第 1 次服務（{service_code}） | \
Unit {unit_id} gave the first service on {served_on} ({service_code})
SessionDelivered | {served_on} 完成第 {session_no} 次訓練（{minutes} 分鐘） | \
Session {session_no} served on {served_on} ({minutes} minutes)
SessionRecorded | {recorded_on} 登錄第 {session_no} 次服務紀錄{late} | Record of session {session_no} entered on {recorded_on}{late}
RecordOverdue | 第 {session_no} 次服務紀錄逾期未登錄，期限 {due_on} | Record of session {session_no} is overdue, due {due_on}
SessionTooShort | 第 {session_no} 次訓練僅 {minutes} 分鐘 | Session {session_no} lasted only {minutes} minutes
SessionSpacingViolated | {attempted_on} 間隔不足，最早 {earliest_on} | {attempted_on} is too soon, the earliest day is {earliest_on}
ServicePlanSubmitted | 單位 {unit_id} 交付{documents}{late} | Unit {unit_id} handed over: {documents}{late}
DocumentOverdue | {document}逾期未交付，期限 {due_on} | {document} is overdue, due {due_on}
DispatchSuspended | 單位 {unit_id} 自 {from_on} 起暫停派案（{reason}） | Dispatch to unit {unit_id} suspended from {from_on} ({reason})
DispatchResumed | 單位 {unit_id} 自 {resumed_on} 起恢復派案 | Dispatch to unit {unit_id} resumed on {resumed_on}
DeadlineExcused | {name}：登錄延遲事由（{reason}） | {name}: reason of the delay recorded ({reason})
DeadlineMoved | {name}：期限由 {from_on} 調整為 {to_on}（{cause}） | {name}: moved from {from_on} to {to_on} ({cause})
"""


def _sentence(line: str) -> tuple[str, tuple[str, str]]:
    name, zh, en = (part.strip() for part in line.split(" | "))
    return name, (zh, en)


SENTENCES: dict[str, tuple[str, str]] = dict(_sentence(line) for line in _TEXT.strip().splitlines())
"""Event name, with its unit type where that matters → (Traditional Chinese, English)."""
