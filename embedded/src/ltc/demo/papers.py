"""What is written on the papers of the first case? Everything is made up, and says so (示範)."""

from typing import Any

DISTRICT = "埔里鎮"
PERSON = {
    "name": "測試個案甲",
    "national_id": "A123456789",
    "phone": "0900-000-000",
    "address": "虛構路一段1號",
    "born_on": "1944-03-01",
}
DRESSING = {"problem_no": 4}
STAFF = "prof_staff-demo-1"
FIRST_RECORD: dict[str, Any] = {
    "contents": {
        "ability": "（示範）可自行穿上衣，褲子需口頭提示。",
        "device_environment": "（示範）建議使用長柄穿衣桿。",
        "content_method": "（示範）坐姿穿褲分解步驟教學。",
        "activity_adjustment": "（示範）改於床沿進行。",
        "home_assignment": "（示範）每日早晚各練習一次。",
    },
    "goals": {
        "participation_goal": "（示範）早晨自己穿好衣服。",
        "short_term": "（示範）四週內於提示下完成穿褲。",
        "long_term": "（示範）三個月內獨立穿脫衣褲。",
    },
    "summary": "（示範）首次評估與目標共識完成。",
    "next_points": "（示範）確認穿衣桿使用。",
    "assignment_result": "（示範）首次服務，尚無作業。",
}
GOAL = {
    "elements": {
        "activity": "（示範）穿脫衣褲",
        "method_environment": "（示範）坐於床沿，分解步驟",
        "assistance_level": "（示範）口頭提示",
        "time_limit": "（示範）三個月內",
        "measurable": "（示範）十分鐘內完成",
    },
    "guidance_targets": ["client", "primary_caregiver"],
}
LATER_RECORD: dict[str, Any] = {
    "contents": {
        "previous_advice": "（示範）已備穿衣桿。",
        "return_demonstration": "（示範）配偶可示範口頭提示。",
        "content_method": "（示範）站姿穿褲練習。",
        "environment": "（示範）加裝床邊扶手。",
        "activity_adjustment": "（示範）分兩段休息。",
    },
    "goals": FIRST_RECORD["goals"],
    "summary": "（示範）進步。",
    "next_points": "（示範）減少提示。",
    "assignment_result": "（示範）每日完成一次。",
}
