"""Which forms of the handbook are there, and what stands in each? Declared once, here; stored, read and printed from it."""

from collections.abc import Mapping

from prof_service.domain.forms.evening_holiday import EVENING_HOLIDAY_REQUEST
from prof_service.domain.forms.explanation import EXPLANATION_FORM
from prof_service.domain.forms.extension import EXTENSION_FORM
from prof_service.domain.forms.field import Form, FormKind
from prof_service.domain.forms.home_guidance import HOME_GUIDANCE_RECORD
from prof_service.domain.forms.plan import SERVICE_PLAN
from prof_service.domain.forms.session_record import SESSION_RECORD

FORMS: Mapping[FormKind, Form] = {
    form.kind: form
    for form in (
        EXPLANATION_FORM,
        SERVICE_PLAN,
        SESSION_RECORD,
        HOME_GUIDANCE_RECORD,
        EVENING_HOLIDAY_REQUEST,
        EXTENSION_FORM,
    )
}
