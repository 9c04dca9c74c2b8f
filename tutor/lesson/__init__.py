"""Lessons as data: the model, the loader with positions, translations, the course, the interface's texts."""

from tutor.lesson.course import SHIPPED, Course, UnknownLesson, locate
from tutor.lesson.loader import load_lesson
from tutor.lesson.model import Check, Lesson, Mistake, Part, Step
from tutor.lesson.overlay import overlay_problems, translated
from tutor.lesson.problems import LessonError, Problem
from tutor.lesson.reasons import explain
from tutor.lesson.texts import Texts, choose_language

__all__ = [
    "SHIPPED",
    "Check",
    "Course",
    "Lesson",
    "LessonError",
    "Mistake",
    "Part",
    "Problem",
    "Step",
    "Texts",
    "UnknownLesson",
    "choose_language",
    "explain",
    "load_lesson",
    "locate",
    "overlay_problems",
    "translated",
]
