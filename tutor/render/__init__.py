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
    step.task(title, text, page, given=, mark=, options=, goal=)      the step's head
    cells.prompt(number, source, page, note=, live=)                  code at its prompt
    cells.output(text, page) · cells.value(Value, page) · cells.remark(markup, page)
    cells.running(seconds, page)
    verdict.verdict(Verdict, page, sentences=, extra=)                 ✓ why, ✗ reasons
    verdict.hint_offer(index, total, page, key=) · verdict.hint(markup, index, total, page)
    error.error(Error, source, page, full=False) · error.pointed(Error, source, page)
    error.fits(Error, page)                                           "would fit", after the first hint
    operation.shapes(Operation, palette)                              (12,) → (3, 4), as one Text

  the side; 43 cells wide in the Textual session
    variables.table(variables, page)
    arrays.picture(array, page, name=, lit=)
    operation.panel(Operation, page)
    graph.tree(Graph, page, chosen=None, folded=()) · graph.rows(Graph, folded=())
    graph.rule(Graph, id, page)
    training.Run() gathers Training events; training.panel(run, page, ghosts=(), goal=None, log=True)
    help.entry(Help, page) · help.members(Help, page, chosen=None) · help.examples(Help)
    legend.legend(axes, page)                                         axis 0 rows  axis 1 columns

  whole lines and screens
    title.title(part, lesson, states, index, language, page)
    keys.keys([(key, label)], page)
    outline.outline(parts, page, chosen=None)
    images.grid(pictures, page, start=0, height=30)
"""
