"""Short programs under `record`: views, writes in place, constants, control flow, several heads."""

import random

import calls

#: Statements that make a new array of two by three from others.
MAKING = calls.rows(
    """
{n} = {a} * {b}
{n} = {a} + {b}
{n} = {a} - {b} * 2
{n} = nd.sigmoid({a})
{n} = {a} / (nd.exp({b}) + 1)
{n} = nd.dot({a}, {b}.T).dot({a})
{n} = {a}.reshape((3, 2)).reshape((2, 3))
{n} = {a}.T.reshape((2, 3))
{n} = nd.concat({a}[0:1], {b}[1:2], dim=0)
{n} = nd.stack({a}[1], {b}[0])
{n} = {a}[[1, 0]]
{n} = nd.where({a} > 0, {a}, {b})
{n} = {a} - {a}.mean(axis=1, keepdims=True)
{n} = {a} * {b}.sum()
{n} = nd.maximum({a}, {b})
{n} = {a}.detach() * {b}
{n} = {a} ** 2
{n} = nd.softmax({a})
{n} = {a}.copy()
{n} = nd.relu({a}) + {b}.abs()
{n} = nd.stop_gradient({a}) * {b}
{n} = {a}.clip(-0.5, 0.5)
{n} = nd.flip({a}, axis=1)
{n} = {a}.tile((2, 1))[1:3]
{n} = {a}.expand_dims(0).squeeze(axis=0) * {b}
{n} = {a} if {b}.sum().asscalar() > 0 else {a} * 3
"""
)

#: Statements that write, or look as if they did.
WRITING = calls.rows(
    """
{n} = nd.zeros((2, 3)); {n}[:] = {a} * 2
{n} = nd.ones((2, 3)); {n}[0] = {a}[1]
{n} = nd.zeros((2, 3)); {n} += 1
{n} = {a} * 1; {n} += {b}
{n} = {a} * 1; {n}[:] = 0
{n} = nd.ones((2, 3)); {n} += {a}
{n} = nd.ones((2, 3)); {n} *= 2
{n} = {a}.detach(); {n}[:] = 1
{n} = nd.zeros((2, 3)); {n}[0, 1:] = {a}[1, 1:]
{n} = {a}.copy(); {n}[1] = 2
{n} = nd.arange(6).reshape((2, 3)); {n}[1] = 5
"""
)

#: Blocks that change what is recorded.
SCOPES = calls.rows(
    """
with autograd.pause(): {n} = {a} * {b}
with autograd.predict_mode(): {n} = nd.Dropout({a}, p=0.5) + {b}
with autograd.train_mode(): {n} = {a} * 2
for _ in range(3): {a} = {a} * 0.5 // {n} = {a}
"""
)


def programs(count, seed=0):
    """So many programs, the same each time."""
    chance = random.Random(seed)
    declared = " | ".join(calls.array(name, "(2, 3)", low=-1, high=1) for name in "xyz")
    for _ in range(count):
        names, statements = list("xyz"), []
        for number in range(chance.randint(2, 6)):
            pool = chance.choices([MAKING, WRITING, SCOPES], [8, 1.5, 1])[0]
            new, (a, b) = f"t{number}", chance.choices(names, k=2)
            statements.append(chance.choice(pool).format(n=new, a=a, b=b))
            names.append(new)
        heads = chance.sample(names[3:], min(len(names) - 3, chance.randint(1, 2)))
        ends = [chance.choice(["{}", "{}.sum()", "{} * 2", "({} * {}).mean()"]) for _ in heads]
        result = ", ".join(end.format(head, head) for end, head in zip(ends, heads, strict=True))
        yield f"{declared}; do: " + " // ".join([*statements, f"[{result}]"])
