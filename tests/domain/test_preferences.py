from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.preferences import Habits, NamesShown, Preferences, Profile, rechosen
from tests.builders import a_patient, a_professional, a_profile, some_defaults

HOURS = Habits(leads=(timedelta(hours=3),))


def test_what_nobody_chose_is_as_the_product_does():
    assert a_professional().habits == Habits()


def test_what_the_professional_chose_not_is_as_the_workspace_does():
    assert a_professional(defaults=some_defaults()).habits == some_defaults().habits


def test_what_the_professional_chose_holds_over_the_workspace():
    chosen = a_profile().chosen
    assert a_professional(profile=a_profile(), defaults=some_defaults()).habits == Habits(
        duration=chosen.duration, leads=chosen.leads, nudge=chosen.nudge, wording=chosen.wording, names=chosen.names
    )


def test_no_reminder_at_all_is_a_choice():
    assert a_professional(profile=Profile(chosen=Preferences(leads=()))).habits.leads == ()


def test_a_workspace_may_fix_how_patients_are_named():
    fixed = a_professional(profile=a_profile(), defaults=some_defaults(fixes_names=True)).habits
    assert (fixed.names, fixed.nudge) == (NamesShown.CODE, timedelta(minutes=5))


def test_what_was_not_touched_in_a_form_stays_as_it_was():
    before, drawn = a_profile().chosen, a_professional(profile=a_profile()).habits
    assert rechosen(before, wanted=drawn, drawn=drawn, below=Habits()) == before
    assert rechosen(Preferences(), wanted=Habits(), drawn=Habits(), below=some_defaults().habits) == Preferences()


def test_what_was_set_is_chosen():
    assert rechosen(Preferences(), wanted=HOURS, drawn=Habits(), below=Habits()) == Preferences(leads=HOURS.leads)


def test_what_was_set_as_the_workspace_has_it_follows_it():
    chosen = Preferences(leads=HOURS.leads, nudge=timedelta(0))
    drawn = chosen.over(Habits())
    wanted = replace(drawn, leads=Habits().leads)
    assert rechosen(chosen, wanted=wanted, drawn=drawn, below=Habits()) == Preferences(nudge=timedelta(0))


def test_a_week_has_seven_days():
    with pytest.raises(ValueError, match="seven"):
        Profile(hours=(None, None))


def test_signature_and_phone_are_not_in_a_repr():
    assert "600" not in repr(a_profile())


def test_a_code_tells_patients_apart_and_says_nothing_of_them():
    noah, mia = a_patient(), a_patient(id="patient-mia", name="Mia")
    assert noah.code == a_patient(name="Somebody Else").code != mia.code
    assert (noah.code[:2], len(noah.code)) == ("P-", 8)
