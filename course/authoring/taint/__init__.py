"""What in a test cell comes from an answer: an abstract run of its syntax tree.

A name is what the last statement bound to it; inside a function, what any statement binds to a name
around it, since nobody knows when the function is called. Positions of tuples, elements of lists,
keys and values of dictionaries are told apart, since test cells loop over tables such as
`for _name, _got in [("dx", _dx), …]`.
"""

from course.authoring.taint.statements import Taint as Taint
from course.authoring.taint.value import Value as Value
