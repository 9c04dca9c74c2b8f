"""Pictures: events into Rich `Text` of a given width in a given palette; everything shown is made here once.

No widget, no terminal, no NumPy: the Textual session, the REPL and the documentation draw the same
lines. Every function below takes its content first, then a `Page(width, palette, texts)`, and returns
`Lines`, a list of `Text` of one line each, none wider than `page.width` cells. Content is an event of
`tutor.events`, or plain values. `texts` is the interface's catalogue, `texts(key, **facts) -> str`; its
sentences may use lesson markup.

    page.Page(width, palette, texts) · palette.DARK, LIGHT, MONO, PALETTES
    palette.Palette: styles by role (`.dim`, `.strong`, `.axis(i)`), `.colours` as hexes for a theme

    markup.body(markup, page, base=None)              a lesson's text in paragraphs
    markup.inline(markup, palette, base=None)         one paragraph, as one Text
    code.highlight(source, palette)                   Python without hues, as one Text
    shape.shape(sizes, palette, strong=())            (3, 4) by axis, as one Text
    width.wrap / fold / cut / pad / flush / beside    measuring in cells

  the work column; `page.width` counts from column 0, the text edge is column 6
    step.task(Step, page, status=, tight=) · edge.rule(page)          the step's head, the line under it
    cells.prompt(number, source, page, note=, live=, under=)          code at its prompt
    cells.output(text, page) · cells.value(Value, page) · cells.remark(markup, page)
    cells.running(seconds, page)
    summary.summary(LessonEnded, lesson, note, page)                  what a lesson was about, how it went
        lesson = session.course.lesson(event.lesson, session.language), note = session.note
    verdict.verdict(Verdict, page, why=, reasons=)                    ✓ why, ◐ or ✗ reasons
    verdict.hint_offer(index, total, page, key=) · verdict.hint(markup, index, total, page)
    pointer.pointer(Error, source, page) -> dict for prompt(under=)   ~~~^~~ and shapes, under the code
    pointer.excerpt(Error, source, page)                              the same with the line itself
    error.error(Error, page, full=False)                              headline and picture, or traceback
    error.fits(Error, page)                                           "would fit", after the first hint
    operation.shapes(Operation, palette)                              (12,) → (3, 4), as one Text

  the side; 43 cells wide in the Textual session
    variables.table(variables, page)
    arrays.picture(array, page, name=, lit=)
    operation.panel(Operation, page) · product.panel(page)            how two shapes meet in `dot`
    graph.tree(Graph, page, chosen=None, folded=(), start=None)       `chosen` counts graph.rows
    graph.rows(Graph, folded=(), start=None) -> [Row(node, depth, …)] · rule.rule(Graph, id, page, toward=-1)
    training.Run().add(Training) · training.panel(run, page, ghosts=(), goal=None, log=True, height=14)
                                                       a loop's one picture: curve, parameters, line, epochs
    help.entry(Help, page, back="", chosen=None) · help.examples(Help) -> [code]
    help.members(Help, page, chosen=None, most=0) · help.listed(Help) -> [(name, first line)]

  whole lines and screens
    strips.title(part, lesson, statuses, index, page, tail=)
    strips.tabs(labels, chosen, page, news=()) · strips.keys([(key, label)], page)
    strips.axes(count, page)                                          axis 0 rows    axis 1 columns
    outline.outline(Outline, page, chosen=None, folded=()) · outline.places(Outline, folded) -> a Place a line
    outline.heading(Outline, page) · outline.legend(Outline, page)    a Place is (lesson, step)
    images.grid(pictures, page, start=0, height=30) · images.capacity(pictures, page, height)
    images.heading(pictures, page, start=0, count=0, every=())
"""
