"""Which stay sleeps behind which door: packing, moving, closing.

What is sold is a room type's night; a door is given to it here. A stay may sleep in another room type than it bought:
then its claim on those nights is of that type (`moved_night`).
"""
