"""Short programs: views, writes in place, constants, control flow, several heads, several passes back."""

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
{n} = nd.dot(nd.dot({a}, {b}.T), {a})
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


#: Those among them that add gradients up where they should, and make an array of their own.
ADDING = [row for row in MAKING if not any(word in row for word in ("clip", "flip", "copy", " if "))]

#: Operations after which something is written before the pass back.
WRITTEN = calls.rows(
    """
nd.dot(x, z.T)
x.sum(axis=1)
x.mean()
x.max(axis=1)
x.prod(axis=1)
x.norm()
nd.softmax(x)
nd.log_softmax(x)
x ** 2
2 ** x
x / z
2 / x
x * z
nd.maximum(x, z)
nd.where(x > 1, x * 2, z * z)
nd.clip(x, 0.4, 0.7)
nd.take(x, nd.array([1]))
nd.pick(x, nd.array([1, 2]))
nd.broadcast_power(x, z)
nd.broadcast_hypot(x, z)
nd.LeakyReLU(x - 0.5, act_type='elu', slope=0.5)
nd.Activation(x, act_type='softrelu')
nd.FullyConnected(x, z, num_hidden=2, no_bias=True)
nd.smooth_l1(x, scalar=1)
"""
)


def written():
    """Operations whose input, or output, is written between record and the pass back."""
    names = [name for group in calls.UNARY for name in calls.words(group)]
    flat = ("shape_array", "size_array", "arccosh", "identity")
    for call in [*(f"nd.{name}(x)" for name in names if name not in flat), *WRITTEN]:
        arrays = " | ".join(calls.array(name, "(2, 3)", low=0.2, high=0.9) for name in "xzw")
        made = f"x.attach_grad(); z.attach_grad() // with autograd.record(): y = {call}"
        for write in ("x[:] = w", "z[:] = w", "y[:] = 0.6") if "z" in call else ("x[:] = w", "y[:] = 0.6"):
            yield f"{arrays}; plain: {made} // {write} // y.backward(numbers(y.shape)) // [x.grad, z.grad]"


#: Gradients asked for first, and passes back from a head or two.
ASKING = calls.rows(
    """
found.extend(autograd.grad({a} + x * y * z, [x, y, z]))
found.extend(autograd.grad([{a} + x * z, {b} * 2], [z, x], retain_graph=True))
found.extend(autograd.grad({a} - x, x, head_grads=numbers((2, 3))))
"""
)

PASSING = calls.rows(
    """
{a}.backward()
{a}.backward(numbers((2, 3)))
{a}.backward(retain_graph=True)
autograd.backward([{a}, {b}])
autograd.backward([{a}, {b}], [numbers((2, 3)), None])
autograd.backward([{a}, {b}], retain_graph=True)
"""
)

#: What may happen before a pass back, and after it.
BESIDE = calls.rows(
    """
x[:] = x - 0.1 * x.grad
y += 1
{a}[:] = 2
{a} *= 2
z[0] = 1
x.grad[:] = 0
x.attach_grad()
{a}.attach_grad()
"""
)


def passes(count, seed=0):
    """So many programs that record and pass back for themselves; after an error they go on."""
    chance = random.Random(seed)
    declared = " | ".join(calls.array(name, "(2, 3)", low=-1, high=1) for name in "xyz")
    for _ in range(count):
        made = [f"{name}.attach_grad('{chance.choice(['write', 'write', 'add'])}')" for name in "xyz"]
        made.append("found = []; said = []")
        names = list("xyz")
        for turn in range(chance.randint(1, 2)):
            new = []
            made.append("autograd.set_recording(True)")
            for number in range(chance.randint(2, 4)):
                a, b = chance.choice([*"xyz", *new]), chance.choice(["x", "y", *names[-4:]])
                new.append(f"t{turn}{number}")
                names.append(new[-1])
                made.append(chance.choice(ADDING).format(n=new[-1], a=a, b=b))
            a, b = chance.sample(new, 2)
            if chance.random() < 0.4:
                made.append(f"said.append(tried({chance.choice(ASKING).format(a=a, b=b)!r}, globals()))")
            made.append("autograd.set_recording(False)")
            for pool in chance.choices([BESIDE, PASSING], [1, 2], k=3):
                a, b = chance.sample(new, 2)
                made.append(f"said.append(tried({chance.choice(pool).format(a=a, b=b)!r}, globals()))")
        ends = f"x.grad, y.grad, z.grad, nd.add_n({', '.join(names)}), *found, ' '.join(said)"
        yield f"{declared}; plain: " + " // ".join([*made, f"[{ends}]"])
